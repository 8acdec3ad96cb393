package org.carillon.triggers;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.carillon.json.Json;

/**
 * One fire. Immutable.
 *
 * @param at             when
 * @param local          the same as a user wrote it on a wall clock; null if it was written as an instant
 * @param daylightSaving whose wall clock; null if it was written as an instant
 */
record Once(Instant at, LocalDateTime local, DaylightSaving daylightSaving) implements Trigger {

    /** No offset is larger than 18 hours. */
    private static final int MAX_OFFSET_DAYS = 1;

    static Once at(Instant at) {
        return new Once(at, null, null);
    }

    /** @throws InvalidTrigger if that time does not exist or comes twice and both are asked for */
    static Once at(LocalDateTime local, DaylightSaving daylightSaving) {
        if (daylightSaving.overlap() == DstOverlap.BOTH) {
            throw new InvalidTrigger("dstOverlap", "BOTH", "what fires once cannot fire both times; allowed are FIRST and SECOND");
        }
        var before = local.minusDays(MAX_OFFSET_DAYS).toInstant(ZoneOffset.UTC);
        LocalSeries one = (after, limit) -> Optional.of(local).filter(time -> time.isAfter(after) && time.isBefore(limit));
        var at = daylightSaving.next(one, before).orElseThrow(() -> new InvalidTrigger("at", local.toString(), "it can never fire: in "
                + daylightSaving.zone() + " the clocks go forward over it; write another time, or dstGap RUN_AFTER"));
        return new Once(at, local, daylightSaving);
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return Optional.of(at).filter(time -> time.isAfter(after));
    }

    @Override
    public Optional<Instant> latest(Instant notAfter) {
        return Optional.of(at).filter(time -> !time.isAfter(notAfter));
    }

    @Override
    public JsonObject json() {
        var json = Json.createObjectBuilder().add("type", "once").add("at", local == null ? at.toString() : local.toString());
        return (local == null ? json : daylightSaving.addTo(json)).build();
    }

    @Override
    public String describe() {
        return "once, at " + (local == null ? at : local.toLocalDate() + " " + local.toLocalTime() + " " + daylightSaving.zone() + " (" + at + ")");
    }
}
