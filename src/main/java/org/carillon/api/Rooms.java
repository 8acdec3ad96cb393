package org.carillon.api;

/**
 * Emits to rooms of Socket.IO clients from anywhere. Inject it; it is for the default namespace. Immutable.
 *
 * <pre>{@code @Inject Rooms rooms;
 * rooms.to("kitchen", "bar").except(client.id()).emit("order", order);}</pre>
 *
 * <p>A room is a channel: in the default namespace it has the room's name, in another one {@code /namespace,room}; everybody of a
 * namespace hears the channel {@value Announcement#EVERYONE} there. So a task's result can go to a room too.
 */
public interface Rooms {

    /** The rooms of another namespace. */
    Rooms of(String namespace);

    /** Everybody in the namespace. */
    Audience everyone();

    /** @throws IllegalArgumentException as {@link Audience#to} */
    Audience to(String... rooms);
}
