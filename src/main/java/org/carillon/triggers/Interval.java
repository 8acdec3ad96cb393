package org.carillon.triggers;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.carillon.json.Json;

/**
 * A fixed rate, on multiples of the period since an anchor. Immutable.
 *
 * @param every  the period
 * @param anchor any one of the fires; there are fires before it, too
 */
record Interval(Duration every, Instant anchor) implements Trigger {

    /** Faster than this, claiming a fire would cost more than most work; slower, a calendar is meant. */
    static final Duration MIN = Duration.ofMillis(100);
    static final Duration MAX = Duration.ofDays(365);

    Interval {
        check(every);
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return Optional.of(grid(Horizon.clamp(after), 1)).filter(Horizon::holds);
    }

    @Override
    public Optional<Instant> latest(Instant notAfter) {
        var end = notAfter.isAfter(Horizon.LAST) ? Horizon.LAST : Horizon.clamp(notAfter);
        return Optional.of(grid(end, 0)).filter(Horizon::holds);
    }

    @Override
    public JsonObject json() {
        var json = Json.createObjectBuilder().add("type", "interval").add("every", every.toString()).add("mode", "FIXED_RATE");
        if (!anchor.equals(Instant.EPOCH)) {
            json.add("anchor", anchor.toString());
        }
        return json.build();
    }

    @Override
    public String describe() {
        return "every " + Words.each(every) + (anchor.equals(Instant.EPOCH) ? "" : ", counted from " + anchor);
    }

    static void check(Duration every) {
        if (every.compareTo(MIN) < 0 || every.compareTo(MAX) > 0 || every.getNano() % 1_000_000 != 0) {
            throw new InvalidTrigger("every", every.toString(), "allowed is an ISO-8601 duration in whole milliseconds from "
                    + MIN + " to " + MAX + " (P365D), such as PT5S");
        }
    }

    private Instant grid(Instant time, int periods) {
        if (time.isAfter(Horizon.LAST)) {
            return Instant.MAX;
        }
        long millis = every.toMillis();
        long done = Math.floorDiv(time.toEpochMilli() - anchor.toEpochMilli(), millis);
        return anchor.plusMillis((done + periods) * millis);
    }
}
