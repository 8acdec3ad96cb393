package org.carillon.triggers;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A cron expression, read: which local times it means. Immutable.
 *
 * @param text    as it was written, with single spaces and in capitals, a macro in small letters
 * @param seconds bit n: second n; the same for minutes and hours
 * @param months  bits 1 to 12
 */
record CronExpression(String text, long seconds, long minutes, long hours, long months, MonthDays days) implements LocalSeries {

    private static final long EVERY_HOUR = (1L << 24) - 1;
    private static final int NONE = 64;

    /** Whether it fires in each hour of its days, so that its fires measure time rather than name a time of day. */
    boolean isEveryHour() {
        return hours == EVERY_HOUR;
    }

    @Override
    public Optional<LocalDateTime> next(LocalDateTime after, LocalDateTime limit) {
        var from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        var day = from.toLocalDate();
        var time = means(day) ? nextTime(from.toLocalTime()) : null;
        if (time == null) {
            day = nextDay(day.plusDays(1), limit.toLocalDate());
            time = nextTime(LocalTime.MIDNIGHT);
        }
        return Optional.ofNullable(day).map(time::atDate).filter(next -> next.isBefore(limit));
    }

    private boolean means(LocalDate day) {
        return isSet(months, day.getMonthValue()) && isSet(days.in(YearMonth.from(day)), day.getDayOfMonth());
    }

    private LocalDate nextDay(LocalDate from, LocalDate last) {
        var end = YearMonth.from(last);
        int first = from.getDayOfMonth();
        for (var month = YearMonth.from(from); !month.isAfter(end); month = month.plusMonths(1)) {
            int day = isSet(months, month.getMonthValue()) ? nextBit(days.in(month), first) : NONE;
            if (day != NONE) {
                return month.atDay(day);
            }
            first = 1;
        }
        return null;
    }

    /** The first time of day that is not before another; null if that day has none. */
    private LocalTime nextTime(LocalTime from) {
        int hour = from.getHour();
        int minute = from.getMinute();
        int second = isSet(hours, hour) && isSet(minutes, minute) ? nextBit(seconds, from.getSecond()) : NONE;
        if (second == NONE) {
            second = nextBit(seconds, 0);
            minute = isSet(hours, hour) ? nextBit(minutes, minute + 1) : NONE;
        }
        if (minute == NONE) {
            minute = nextBit(minutes, 0);
            hour = nextBit(hours, hour + 1);
        }
        return hour == NONE ? null : LocalTime.of(hour, minute, second);
    }

    private static int nextBit(long bits, int from) {
        return Long.numberOfTrailingZeros(bits & -1L << from);
    }

    private static boolean isSet(long bits, int bit) {
        return (bits >> bit & 1) == 1;
    }
}
