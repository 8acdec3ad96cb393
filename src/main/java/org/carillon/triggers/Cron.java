package org.carillon.triggers;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.carillon.json.Json;

/** Times of day on days of the calendar, by a cron expression. Immutable. */
record Cron(CronExpression expression, DaylightSaving daylightSaving) implements Trigger {

    /** An expression whose every fire after this lies in a gap is refused: the rules that zones have had since then go on. */
    private static final Instant TODAYS_RULES = Instant.parse("2026-01-01T00:00:00Z");

    Cron {
        if (daylightSaving.next(expression, TODAYS_RULES).isEmpty()) {
            throw new InvalidTrigger("dstGap", daylightSaving.gap().name(), "it can never fire: in " + daylightSaving.zone()
                    + " each of its times is left out as the clocks go forward; RUN_AFTER is allowed");
        }
    }

    /**
     * What suits most users who do not choose: a time of day happens once on each day, but what fires in each hour measures
     * time, and goes on at its pace. Vixie cron makes the same difference.
     */
    static DstGap standardGap(CronExpression expression) {
        return expression.isEveryHour() ? DstGap.SKIP : DstGap.RUN_AFTER;
    }

    /** @see #standardGap */
    static DstOverlap standardOverlap(CronExpression expression) {
        return expression.isEveryHour() ? DstOverlap.BOTH : DstOverlap.FIRST;
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return after.isAfter(Horizon.LAST) ? Optional.empty()
                : daylightSaving.next(expression, Horizon.clamp(after)).filter(Horizon::holds);
    }

    @Override
    public JsonObject json() {
        return daylightSaving.addTo(Json.createObjectBuilder().add("type", "cron").add("cron", expression.text())).build();
    }

    @Override
    public String describe() {
        return CronWords.describe(expression) + ", " + daylightSaving.describe();
    }
}
