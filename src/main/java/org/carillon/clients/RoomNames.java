package org.carillon.clients;

import org.carillon.api.Announcement;

/**
 * Which channel a room is. A room's name never begins with a slash, and a namespace has no comma, so each channel is one room of
 * one namespace. Has no state.
 */
public final class RoomNames {

    public static final String DEFAULT_NAMESPACE = "/";

    /** Characters of a namespace: it is repeated in every frame, and must leave room for a room's name beside it. */
    public static final int MAX_NAMESPACE = 128;

    private RoomNames() {
    }

    /** @throws IllegalArgumentException if the room's name would be mistaken for another, is empty or too long, or has a control character */
    public static String channel(String namespace, String room) {
        var channel = prefix(namespace) + room;
        if (room.isEmpty() || room.startsWith("/") || channel.length() > Announcement.MAX_NAME) {
            throw new IllegalArgumentException("The room '" + room + "' cannot be one: a name has a character, does not begin with a slash, and has with its namespace at most "
                    + Announcement.MAX_NAME + " characters.");
        }
        if (room.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The room's name has a control character; use none.");
        }
        return channel;
    }

    /** The channel of everybody in the namespace. */
    public static String everyone(String namespace) {
        return prefix(namespace) + Announcement.EVERYONE;
    }

    /** The namespace of a channel. */
    public static String namespace(String channel) {
        int comma = channel.startsWith("/") ? channel.indexOf(',') : -1;
        return comma < 0 ? DEFAULT_NAMESPACE : channel.substring(0, comma);
    }

    /** The room of a channel. */
    public static String room(String channel) {
        int comma = channel.startsWith("/") ? channel.indexOf(',') : -1;
        return channel.substring(comma + 1);
    }

    /** Whether a client may ask for this: what cannot be in a channel's name cannot be a namespace. */
    public static boolean isNamespace(String text) {
        return text.startsWith("/") && text.length() <= MAX_NAMESPACE && text.indexOf(',') < 0 && text.chars().noneMatch(Character::isISOControl);
    }

    private static String prefix(String namespace) {
        return namespace.equals(DEFAULT_NAMESPACE) ? "" : namespace + ",";
    }
}
