package org.carillon.journal;

import java.time.Instant;

/**
 * One event for clients, as the journal holds it. It is also the CDI event that carries each result from the tail thread to
 * whoever observes, synchronously and in the journal's order. Immutable.
 *
 * @param position identity and order
 * @param channel  where it goes
 * @param event    the event's name
 * @param data     one JSON value as text
 * @param time     when it was recorded, by the database's clock
 */
public record Publication(Position position, String channel, String event, String data, Instant time) {

    public long offset() {
        return position.offset();
    }
}
