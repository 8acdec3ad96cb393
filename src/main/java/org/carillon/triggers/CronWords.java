package org.carillon.triggers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A cron expression in plain English. Has no state. */
final class CronWords {

    /** More times of day than this are told by hour and minute instead of one by one. */
    private static final int MAX_TIMES = 6;

    /** From as many neighbours on, a range is shorter than a list. */
    private static final int MIN_RANGE = 3;

    private static final String EVERY_DAY = "every day";

    private static final long WORKDAYS = 0b0111110;

    private CronWords() {
    }

    static String describe(CronExpression cron) {
        var days = days(cron.days());
        boolean always = days.equals(EVERY_DAY) && cron.isEveryHour();
        return time(cron) + (always ? "" : " " + days) + months(cron.months());
    }

    private static String time(CronExpression cron) {
        var hours = values(cron.hours());
        var minutes = values(cron.minutes());
        var seconds = values(cron.seconds());
        if (hours.size() * minutes.size() * seconds.size() <= MAX_TIMES) {
            return "at " + Words.list(times(hours, minutes, seconds));
        }
        if (seconds.equals(List.of(0))) {
            var pace = pace(minutes, "minute");
            return pace + (hours.size() == 24 && !pace.startsWith("every") ? " of every hour" : ofHours(hours));
        }
        return pace(seconds, "second") + ofMinutes(minutes) + ofHours(hours);
    }

    private static List<String> times(List<Integer> hours, List<Integer> minutes, List<Integer> seconds) {
        var times = new ArrayList<String>();
        for (int hour : hours) {
            for (int minute : minutes) {
                for (int second : seconds) {
                    var time = String.format("%02d:%02d", hour, minute);
                    times.add(seconds.equals(List.of(0)) ? time : time + String.format(":%02d", second));
                }
            }
        }
        return times;
    }

    private static String ofMinutes(List<Integer> minutes) {
        return switch (minutes.size()) {
            case 60 -> "";
            case 1 -> " of minute " + minutes.get(0);
            default -> " of minutes " + runs(minutes, String::valueOf);
        };
    }

    private static String ofHours(List<Integer> hours) {
        return switch (hours.size()) {
            case 24 -> "";
            case 1 -> String.format(" of the hour from %02d:00", hours.get(0));
            default -> " of the hours " + runs(hours, String::valueOf);
        };
    }

    /** {@code every 15 minutes} if the values divide 60 evenly from 0 on, else {@code at minutes 5, 10 to 20 and 30}. */
    private static String pace(List<Integer> values, String unit) {
        if (values.size() == 1) {
            return "at " + unit + " " + values.get(0);
        }
        int step = 60 / values.size();
        boolean even = 60 % values.size() == 0 && values.equals(IntStream.range(0, values.size()).mapToObj(i -> i * step).toList());
        return even ? "every " + Words.each(step, unit) : "at " + unit + "s " + runs(values, String::valueOf);
    }

    private static String days(MonthDays days) {
        boolean anyDay = days.days() == MonthDays.ALL_DAYS;
        boolean anyWeekday = days.weekdays() == MonthDays.ALL_WEEKDAYS;
        if (anyDay && anyWeekday) {
            return EVERY_DAY;
        }
        if (anyDay) {
            return "on " + weekdays(days);
        }
        var ofMonth = "on " + daysOfMonth(days) + " of the month";
        return anyWeekday ? ofMonth : ofMonth + " if that is also " + weekdays(days) + " (both must match)";
    }

    private static String weekdays(MonthDays days) {
        var parts = new ArrayList<String>();
        if (days.weekdays() == WORKDAYS) {
            parts.add("weekdays (Monday to Friday)");
        } else if (days.weekdays() != 0) {
            parts.add(runs(mondayFirst(days.weekdays()), CronField.DAY_OF_WEEK::name));
        }
        for (int bit : values(days.ordinals())) {
            var which = bit >= MonthDays.LAST_ORDINAL ? "last" : Words.ordinal(bit / 7 + 1);
            parts.add("the " + which + " " + CronField.DAY_OF_WEEK.name(bit % 7) + " of the month");
        }
        return Words.list(parts);
    }

    private static String daysOfMonth(MonthDays days) {
        var parts = new ArrayList<String>();
        var numbers = values(days.days());
        if (!numbers.isEmpty()) {
            parts.add((numbers.size() == 1 ? "day " : "days ") + runs(numbers, String::valueOf));
        }
        values(days.fromEnd()).forEach(n -> parts.add("the " + fromEnd(n)));
        values(days.nearest()).forEach(n -> parts.add("the weekday nearest to day " + n));
        values(days.nearestFromEnd()).forEach(n -> parts.add(n == 0 ? "the last weekday" : "the weekday nearest to the " + fromEnd(n)));
        return Words.list(parts);
    }

    private static String fromEnd(int days) {
        return days == 0 ? "last day" : days == 1 ? "second to last day" : Words.ordinal(days + 1) + " to last day";
    }

    private static String months(long months) {
        var values = values(months);
        return values.size() == 12 ? "" : " in " + runs(values, CronField.MONTH::name);
    }

    /** {@code 1, 5 to 9 and 20} */
    private static String runs(List<Integer> values, IntFunction<String> name) {
        var parts = new ArrayList<String>();
        for (int begin = 0, end; begin < values.size(); begin = end) {
            end = begin + 1;
            while (end < values.size() && values.get(end) == values.get(end - 1) + 1) {
                end++;
            }
            if (end - begin >= MIN_RANGE) {
                parts.add(name.apply(values.get(begin)) + " to " + name.apply(values.get(end - 1)));
            } else {
                values.subList(begin, end).forEach(value -> parts.add(name.apply(value)));
            }
        }
        return Words.list(parts);
    }

    private static List<Integer> mondayFirst(long weekdays) {
        return values(weekdays >> 1 << 1 | (weekdays & 1) << 7);
    }

    private static List<Integer> values(long bits) {
        return IntStream.range(0, 64).filter(bit -> (bits >> bit & 1) == 1).boxed().toList();
    }
}
