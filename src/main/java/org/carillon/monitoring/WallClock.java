package org.carillon.monitoring;

/**
 * This node's own idea of the calendar, which is compared with the database's clock and shown; nothing else may depend on it.
 * Safe for use by several threads.
 */
@FunctionalInterface
public interface WallClock {

    /** Milliseconds since 1970-01-01T00:00Z, as this machine believes. */
    long millis();
}
