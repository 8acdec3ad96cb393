package org.carillon.triggers;

import java.time.YearMonth;

/**
 * Which days of a month a cron expression means: those that its day of month <em>and</em> its day of week name. Immutable.
 *
 * @param days           bit d: day d
 * @param fromEnd        bit n: n days before the last day
 * @param nearest        bit d: the weekday nearest to day d within the month; a month without day d has none
 * @param nearestFromEnd bit n: the weekday nearest to n days before the last day, within the month
 * @param weekdays       bit w: each weekday w, from Sunday as 0 to Saturday as 6
 * @param ordinals       bit 7·(k − 1) + w: the k-th weekday w, k from 1 to 5; bit 35 + w: the last weekday w
 */
record MonthDays(long days, long fromEnd, long nearest, long nearestFromEnd, long weekdays, long ordinals) {

    static final int LAST_ORDINAL = 35;
    static final long ALL_DAYS = 0xFFFF_FFFEL;
    static final long ALL_WEEKDAYS = 0x7FL;

    /** The calendar repeats after as many months, weekdays included: 400 years. */
    private static final int CYCLE_MONTHS = 4_800;

    private static final int SUNDAY = 0;
    private static final int SATURDAY = 6;

    /** Bit d: day d of that month is meant. */
    long in(YearMonth month) {
        int first = month.atDay(1).getDayOfWeek().getValue() % 7;
        int length = month.lengthOfMonth();
        return byDayOfMonth(first, length) & byDayOfWeek(first, length);
    }

    /** Whether any of these months, bits 1 to 12, ever has such a day. */
    boolean exist(long months) {
        var month = YearMonth.of(2000, 1);
        for (int i = 0; i < CYCLE_MONTHS; i++, month = month.plusMonths(1)) {
            if ((months >> month.getMonthValue() & 1) == 1 && in(month) != 0) {
                return true;
            }
        }
        return false;
    }

    private long byDayOfMonth(int first, int length) {
        long found = days & (2L << length) - 2;
        for (int day = 1; day <= length; day++) {
            if (has(fromEnd, length - day)) {
                found |= 1L << day;
            }
            if (has(nearest, day) || has(nearestFromEnd, length - day)) {
                found |= 1L << nearestWeekday(day, weekday(first, day), length);
            }
        }
        return found;
    }

    private long byDayOfWeek(int first, int length) {
        long found = 0;
        for (int day = 1; day <= length; day++) {
            int weekday = weekday(first, day);
            boolean last = day + 7 > length && has(ordinals, LAST_ORDINAL + weekday);
            if (has(weekdays, weekday) || has(ordinals, (day - 1) / 7 * 7 + weekday) || last) {
                found |= 1L << day;
            }
        }
        return found;
    }

    private static int nearestWeekday(int day, int weekday, int length) {
        return switch (weekday) {
            case SATURDAY -> day > 1 ? day - 1 : day + 2;
            case SUNDAY -> day < length ? day + 1 : day - 2;
            default -> day;
        };
    }

    private static int weekday(int first, int day) {
        return (first + day - 1) % 7;
    }

    private static boolean has(long bits, int bit) {
        return (bits >> bit & 1) == 1;
    }
}
