package org.carillon.api;

/**
 * Whom an event is for: everybody of one namespace, or who is in one of some rooms, without those in others. Nobody gets an
 * event twice, in however many of the rooms he is. Immutable; obtained from {@link Rooms} or {@link Client}.
 *
 * <p>An event to an audience is a publication: it has one argument, which is JSON. Binary goes to single clients only.
 */
public interface Audience {

    /** Rooms that may be named, and as many that may be excepted: each is an announcement of its own, which excepts those before. */
    int MAX_ROOMS = Announcement.MAX_EXCEPT / 2;

    /**
     * Those in these rooms, beside the rooms named before. The first call narrows everybody down to the rooms.
     *
     * @throws IllegalArgumentException if a name is none that {@link Client#join} takes, or there are more than {@link #MAX_ROOMS}
     */
    Audience to(String... rooms);

    /**
     * But not those in any of these rooms. A client's id is the name of a room that it alone is in.
     *
     * @throws IllegalArgumentException as {@link #to}
     */
    Audience except(String... rooms);

    /** The event is told as {@link Publisher#tell} does: on this node, not recorded. */
    Audience local();

    /** The event is told as {@link Publisher#tellVolatile} does: on this node, not recorded, only to clients that have nothing waiting. */
    Audience ofTheMoment();

    /**
     * Sends the event: recorded, in order, and on every node as {@link Publisher#publish} does, unless something else was said.
     *
     * @param data a value as in {@link Client#emit}, but without binary
     */
    void emit(String event, Object data);
}
