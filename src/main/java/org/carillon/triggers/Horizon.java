package org.carillon.triggers;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The time in which triggers fire: from 1970 to the end of 9999. Has no state. */
final class Horizon {

    static final Instant FIRST = Instant.EPOCH;
    static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    /** A nominal time is a whole number of milliseconds, so this is the latest time before all fires. */
    static final Instant BEFORE = FIRST.minusMillis(1);

    /**
     * The Gregorian calendar repeats after 400 years, weekdays included: they are 146,097 days, which is 20,871 weeks. The
     * rules by which a zone changes its clocks name a month and a weekday, so they repeat with it.
     */
    private static final int CYCLE_YEARS = 400;

    /** Past the last change of clocks that any zone's table lists one by one: 2087, in Africa/Casablanca. */
    private static final int LAST_LISTED_YEAR = 2100;

    private Horizon() {
    }

    /** The same time, or the latest one before all fires. */
    static Instant clamp(Instant after) {
        return after.isBefore(BEFORE) ? BEFORE : after;
    }

    static boolean holds(Instant fire) {
        return !fire.isBefore(FIRST) && !fire.isAfter(LAST);
    }

    /** A series of local times that has none between a time and this one has none ever. */
    static LocalDateTime searchEnd(Instant after) {
        int year = Math.max(OffsetDateTime.ofInstant(after, ZoneOffset.UTC).getYear(), LAST_LISTED_YEAR) + CYCLE_YEARS + 1;
        return LocalDateTime.of(Math.min(year, 9999), 12, 31, 0, 0);
    }
}
