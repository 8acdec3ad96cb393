package org.carillon.triggers;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.OptionalInt;

/** A field of a cron expression, in the order in which they are written. */
enum CronField {

    SECOND("second", 0, 59, 60, ""),
    MINUTE("minute", 0, 59, 60, ""),
    HOUR("hour", 0, 23, 24, "; midnight is 0"),
    DAY_OF_MONTH("day of month", 1, 31, 31, ", L, LW, L-1 to L-30, 1L to 31L and 1W to 31W"),
    MONTH("month", 1, 12, 12, ", JAN to DEC and full names"),
    DAY_OF_WEEK("day of week", 0, 7, 7, " (0 and 7 are Sunday), SUN to SAT, full names, FRI#1 to FRI#5, FRI#L and FRIL");

    private final String words;
    private final int min;
    private final int max;
    private final int cycle;
    private final String more;

    CronField(String words, int min, int max, int cycle, String more) {
        this.words = words;
        this.min = min;
        this.max = max;
        this.cycle = cycle;
        this.more = more;
    }

    String words() {
        return words;
    }

    int min() {
        return min;
    }

    int max() {
        return max;
    }

    /** How many different values there are: Sunday has two numbers. */
    int cycle() {
        return cycle;
    }

    /** Completes the sentence "allowed is …" for one value. */
    String allowed() {
        return min + " to " + max + more;
    }

    /** The value that stands for a number past the end of a wrap-around range. */
    int wrap(int value) {
        return min + (value - min) % cycle;
    }

    /** A number or an upper-case name; empty if this field has no such value. */
    OptionalInt value(String text) {
        if (text.matches("[0-9]{1,4}")) {
            int number = Integer.parseInt(text);
            return number >= min && number <= max ? OptionalInt.of(number) : OptionalInt.empty();
        }
        for (int number = 1; number <= cycle && (this == MONTH || this == DAY_OF_WEEK); number++) {
            var name = name(number).toUpperCase(Locale.ROOT);
            if (text.equals(name) || text.equals(name.substring(0, 3))) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }

    /** A value as people read it: {@code Friday}, {@code March}, {@code 13}. */
    String name(int value) {
        return switch (this) {
            case MONTH -> Month.of(value).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case DAY_OF_WEEK -> DayOfWeek.of(value == 0 ? 7 : value).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            default -> String.valueOf(value);
        };
    }
}
