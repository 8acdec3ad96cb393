package org.carillon.triggers;

import java.time.Instant;
import java.util.Optional;

/** Finds the last fire by bisection over {@link Trigger#next}: about 2 × log2 of the time since, in calls. Has no state. */
final class LatestFire {

    private static final long FIRST_STEP_MILLIS = 1_000;

    private LatestFire() {
    }

    static Optional<Instant> of(Trigger trigger, Instant notAfter) {
        if (notAfter.isBefore(Horizon.FIRST)) {
            return Optional.empty();
        }
        var end = notAfter.isAfter(Horizon.LAST) ? Horizon.LAST : notAfter;
        long high = end.toEpochMilli();
        long low = high;
        for (long step = FIRST_STEP_MILLIS; next(trigger, low, end) == null; step *= 2) {
            if (low == Horizon.BEFORE.toEpochMilli()) {
                return Optional.empty();
            }
            high = low;
            low = Math.max(Horizon.BEFORE.toEpochMilli(), low - step);
        }
        return Optional.of(bisect(trigger, low, high, end));
    }

    /** There is a fire after {@code low}, and none after {@code high}, up to the end. */
    private static Instant bisect(Trigger trigger, long low, long high, Instant end) {
        var fire = next(trigger, low, end);
        long from = fire.toEpochMilli();
        long to = high;
        while (to - from > 1) {
            long middle = from + (to - from) / 2;
            var later = next(trigger, middle, end);
            if (later == null) {
                to = middle;
            } else {
                fire = later;
                from = later.toEpochMilli();
            }
        }
        var last = next(trigger, from, end);
        return last == null ? fire : last;
    }

    private static Instant next(Trigger trigger, long afterMillis, Instant end) {
        return trigger.next(Instant.ofEpochMilli(afterMillis)).filter(fire -> !fire.isAfter(end)).orElse(null);
    }
}
