package org.carillon.api;

import jakarta.json.JsonValue;
import java.util.Objects;

/**
 * What a handler wants clients to hear. It becomes a publication when the run is recorded. Immutable.
 *
 * @param channel where it goes; every client hears {@link #EVERYONE}
 * @param event   the event's name, as clients subscribe to it
 * @param data    the event's one argument
 */
public record Announcement(String channel, String event, JsonValue data) {

    /** The channel that each client is in from its connection on. */
    public static final String EVERYONE = "everyone";

    /** Characters of a channel's or an event's name: they are repeated in every frame, and identifiers are shorter. */
    public static final int MAX_NAME = 255;

    /** @throws IllegalArgumentException if a name is empty or longer than {@value #MAX_NAME} characters */
    public Announcement {
        requireName("channel", channel);
        requireName("event", event);
        Objects.requireNonNull(data, "data");
    }

    private static void requireName(String what, String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "The " + what + " of an announcement has " + name.length() + " characters; use 1 to " + MAX_NAME + ".");
        }
    }
}
