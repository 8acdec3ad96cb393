package org.carillon.journal;

import java.time.Instant;
import java.util.Set;

/**
 * One event for clients. It is also the CDI event that carries each result from the tail thread to whoever observes,
 * synchronously and in the journal's order. Immutable.
 *
 * <p>Most have an offset and are in the journal. An <em>unnumbered</em> one never was: it goes to who is connected to this node
 * now, cannot be brought back, and has no order against the numbered ones.
 *
 * @param position   identity and order; null if unnumbered
 * @param channel    where it goes
 * @param except     who hears one of these channels does not get it
 * @param event      the event's name
 * @param data       one JSON value as text
 * @param time       when it was recorded, by the database's clock; null if unnumbered
 * @param isVolatile whether a client that cannot take it at once does without it
 */
public record Publication(Position position, String channel, Set<String> except, String event, String data, Instant time, boolean isVolatile) {

    /** One of the journal, for everybody who hears the channel. */
    public Publication(Position position, String channel, String event, String data, Instant time) {
        this(position, channel, Set.of(), event, data, time, false);
    }

    public Publication {
        except = Set.copyOf(except);
    }

    /** Told now, on this node, to everybody who hears the channel, and not kept. */
    public static Publication unnumbered(String channel, Set<String> except, String event, String data) {
        return new Publication(null, channel, except, event, data, null, false);
    }

    /** Told now, on this node, and only to clients that have nothing waiting. */
    public static Publication ofTheMoment(String channel, Set<String> except, String event, String data) {
        return new Publication(null, channel, except, event, data, null, true);
    }

    public boolean isNumbered() {
        return position != null;
    }

    /** @throws NullPointerException if unnumbered */
    public long offset() {
        return position.offset();
    }
}
