package org.carillon.api;

/** The client's wish to be told what came of an event; a parameter of an {@link OnEvent} method. Safe for use by several threads. */
public interface Ack {

    /** Whether the client asked for an acknowledgement. */
    boolean isAsked();

    /**
     * Acknowledges, now or later. Has no effect if nobody asked, the second time, or after the client has left.
     *
     * @param arguments as in {@link Client#emit}
     */
    void send(Object... arguments);
}
