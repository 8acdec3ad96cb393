package org.carillon.tasks;

import java.time.Duration;
import java.time.Instant;

/**
 * When a task fires: a pure function on nominal times, so that every node computes the same and nothing drifts. Immutable.
 */
sealed interface Trigger {

    /** The first nominal time strictly after another. */
    Instant after(Instant time);

    /** The last nominal time that is not after another: what is fired when several were due. */
    Instant latest(Instant time);

    /** Canonical text, by which a change of trigger is noticed. */
    String text();

    /** A fixed rate, on multiples of the period since 1970-01-01T00:00Z. */
    record Interval(Duration period) implements Trigger {

        public Interval {
            if (period.toMillis() <= 0) {
                throw new IllegalArgumentException("The period " + period + " is not positive.");
            }
        }

        @Override
        public Instant after(Instant time) {
            return latest(time).plus(period);
        }

        @Override
        public Instant latest(Instant time) {
            long millis = period.toMillis();
            return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis);
        }

        @Override
        public String text() {
            return "every " + period;
        }
    }
}
