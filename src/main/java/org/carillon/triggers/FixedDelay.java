package org.carillon.triggers;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.carillon.json.Json;

/** A pause between the recorded end of one run and the next fire. Immutable. */
record FixedDelay(Duration every) implements Trigger {

    FixedDelay {
        Interval.check(every);
    }

    /** Rounded up to a whole millisecond, so that the pause is never shorter than asked for. */
    @Override
    public Optional<Instant> next(Instant end) {
        var from = Horizon.clamp(end);
        return from.isAfter(Horizon.LAST) ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(from.plusNanos(999_999).toEpochMilli()).plus(every)).filter(Horizon::holds);
    }

    @Override
    public Optional<Instant> latest(Instant notAfter) {
        return Optional.empty();
    }

    @Override
    public boolean countsFromEnd() {
        return true;
    }

    @Override
    public JsonObject json() {
        return Json.createObjectBuilder().add("type", "interval").add("every", every.toString()).add("mode", "FIXED_DELAY").build();
    }

    @Override
    public String describe() {
        return Words.duration(every) + " after the end of each run";
    }
}
