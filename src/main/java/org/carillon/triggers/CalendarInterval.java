package org.carillon.triggers;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.carillon.json.Json;

/**
 * A number of days, weeks, months or years apart, at a local time. Immutable.
 *
 * <p>All dates count from the start date, so that the day of month is not worn down: from 31 January on, each month, it is
 * 28 or 29 February, then 31 March again. A month without that day has its fire on its last day.
 *
 * @param count     how many units apart, from 1 to {@value #MAX_COUNT}
 * @param unit      {@link ChronoUnit#DAYS}, {@code WEEKS}, {@code MONTHS} or {@code YEARS}
 * @param startDate the date of the first fire
 */
record CalendarInterval(int count, ChronoUnit unit, LocalTime time, LocalDate startDate, DaylightSaving daylightSaving)
        implements Trigger, LocalSeries {

    static final int MAX_COUNT = 1_000;

    @Override
    public Optional<Instant> next(Instant after) {
        return after.isAfter(Horizon.LAST) ? Optional.empty() : daylightSaving.next(this, Horizon.clamp(after)).filter(Horizon::holds);
    }

    @Override
    public Optional<LocalDateTime> next(LocalDateTime after, LocalDateTime limit) {
        long number = Math.max(0, unit.between(startDate, after.toLocalDate()) / count - 1);
        var next = time(number);
        while (!next.isAfter(after)) {
            next = time(++number);
        }
        return Optional.of(next).filter(found -> found.isBefore(limit));
    }

    @Override
    public JsonObject json() {
        return daylightSaving.addTo(Json.createObjectBuilder().add("type", "calendar").add(unit.name().toLowerCase(Locale.ROOT), count)
                .add("time", time.toString()).add("startDate", startDate.toString())).build();
    }

    @Override
    public String describe() {
        var name = unit.name().toLowerCase(Locale.ROOT);
        boolean worn = unit == ChronoUnit.MONTHS ? startDate.getDayOfMonth() > 28 : unit == ChronoUnit.YEARS && isLeapDay();
        var monthEnd = worn ? " (on the last day of a month that has no day " + startDate.getDayOfMonth() + ")" : "";
        return "every " + Words.each(count, name.substring(0, name.length() - 1)) + " from " + startDate + " on at " + time + monthEnd + ", "
                + daylightSaving.describe();
    }

    private boolean isLeapDay() {
        return startDate.getDayOfMonth() == 29 && startDate.getMonth() == Month.FEBRUARY;
    }

    private LocalDateTime time(long number) {
        return startDate.plus(number * count, unit).atTime(time);
    }
}
