package org.carillon.triggers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** English for durations and lists. Has no state. */
final class Words {

    private Words() {
    }

    /** {@code 1 hour 30 minutes} */
    static String duration(Duration duration) {
        var parts = new ArrayList<String>();
        add(parts, duration.toDays(), "day");
        add(parts, duration.toHoursPart(), "hour");
        add(parts, duration.toMinutesPart(), "minute");
        add(parts, duration.toSecondsPart(), "second");
        add(parts, duration.toMillisPart(), "millisecond");
        return parts.isEmpty() ? "0 seconds" : String.join(" ", parts);
    }

    /** Completes "every …": {@code hour}, {@code 5 seconds}. */
    static String each(Duration duration) {
        var words = duration(duration);
        return words.startsWith("1 ") && words.indexOf(' ', 2) < 0 ? words.substring(2) : words;
    }

    /** Completes "every …": {@code month}, {@code 2 months}. */
    static String each(long count, String unit) {
        return count == 1 ? unit : plural(count, unit);
    }

    /** {@code 1 fire}, {@code 2 fires} */
    static String plural(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }

    /** {@code a, b and c} */
    static String list(List<String> items) {
        int last = items.size() - 1;
        return last < 1 ? String.join("", items) : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }

    /** {@code 1st}, {@code 22nd}, {@code 13th} */
    static String ordinal(int number) {
        boolean teen = number / 10 % 10 == 1;
        return number + switch (teen ? 0 : number % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }

    private static void add(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(plural(count, unit));
        }
    }
}
