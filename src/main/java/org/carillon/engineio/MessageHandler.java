package org.carillon.engineio;

import org.carillon.broadcast.Disconnect;

/** The layer above one Engine.IO session. Called by one thread at a time for messages; safe for use by several otherwise. */
public interface MessageHandler {

    /** Makes the layer above for each new session. One bean of the application implements it. */
    @FunctionalInterface
    interface Factory {

        MessageHandler handlerOf(EngineSession session);
    }

    /** @throws ProtocolException if the message is not what the layer's protocol allows */
    void message(EnginePacket message);

    /** Whether the client has joined in; one that does not in time is closed. */
    boolean isConnected();

    void closed(Disconnect reason);

    /** Looks at the layer's own timers; called by the sweep, at least once a second. */
    default void sweep() {
    }
}
