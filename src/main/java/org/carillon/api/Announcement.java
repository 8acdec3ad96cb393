package org.carillon.api;

import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.Set;

/**
 * What a handler wants clients to hear. It becomes a publication when it is recorded. Immutable.
 *
 * @param channel where it goes; every client hears {@link #EVERYONE}
 * @param event   the event's name, as clients subscribe to it
 * @param data    the event's one argument
 * @param except  who hears one of these channels does not get it
 */
public record Announcement(String channel, String event, JsonValue data, Set<String> except) {

    /** The channel that each client is in from its connection on. */
    public static final String EVERYONE = "everyone";

    /** Characters of a channel's or an event's name: they are repeated in every frame, and identifiers are shorter. */
    public static final int MAX_NAME = 255;

    /** Channels that an announcement may leave out: they are stored with it. */
    public static final int MAX_EXCEPT = 64;

    /** @throws IllegalArgumentException if a name is empty, longer than {@value #MAX_NAME} characters or has a control character */
    public Announcement {
        requireName("channel", channel);
        requireName("event", event);
        Objects.requireNonNull(data, "data");
        except = Set.copyOf(except);
        except.forEach(name -> requireName("excepted channel", name));
        if (except.size() > MAX_EXCEPT) {
            throw new IllegalArgumentException("An announcement leaves out " + except.size() + " channels; use at most " + MAX_EXCEPT + ".");
        }
    }

    /** For everybody who hears the channel. */
    public Announcement(String channel, String event, JsonValue data) {
        this(channel, event, data, Set.of());
    }

    private static void requireName(String what, String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "The " + what + " of an announcement has " + name.length() + " characters; use 1 to " + MAX_NAME + ".");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The " + what + " of an announcement has a control character; use none.");
        }
    }
}
