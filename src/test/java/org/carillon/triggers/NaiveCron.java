package org.carillon.triggers;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Cron a second time, as simply as can be and sharing no line with the product: it asks of each minute whether it is meant.
 * Five fields, in capitals; names of days and months have three letters.
 */
final class NaiveCron {

    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    private static final List<String> MONTHS = List.of("", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    private final String[] fields;
    private final boolean[] minutes = new boolean[60];
    private final boolean[] hours = new boolean[24];

    NaiveCron(String expression) {
        fields = expression.split(" ");
        IntStream.range(0, 60).forEach(minute -> minutes[minute] = meant(fields[0], minute, 0, 59, List.of()));
        IntStream.range(0, 24).forEach(hour -> hours[hour] = meant(fields[1], hour, 0, 23, List.of()));
    }

    /** The fires from one instant to another, both included, of the local times that {@link #minutes} found. */
    static NavigableSet<Instant> fires(List<LocalDateTime> minutes, Instant from, Instant to, ZoneId zone, DstGap gap, DstOverlap overlap) {
        var fires = new TreeSet<Instant>();
        var rules = zone.getRules();
        for (var local : minutes) {
            var offsets = rules.getValidOffsets(local);
            if (offsets.isEmpty() && gap == DstGap.RUN_AFTER) {
                fires.add(rules.getTransition(local).getInstant());
            }
            var instants = offsets.stream().map(local::toInstant).sorted().toList();
            boolean both = overlap == DstOverlap.BOTH || instants.size() < 2;
            fires.addAll(both ? instants : List.of(instants.get(overlap == DstOverlap.FIRST ? 0 : 1)));
        }
        return fires.subSet(from, true, to, true);
    }

    /** By a walk over each minute of local time from one instant to another, in whatever zone. */
    List<LocalDateTime> minutes(Instant from, Instant to) {
        var found = new ArrayList<LocalDateTime>();
        var end = LocalDateTime.ofInstant(to, ZoneOffset.UTC).plusHours(40);
        boolean day = false;
        var start = LocalDateTime.ofInstant(from, ZoneOffset.UTC).minusHours(40).toLocalDate().atStartOfDay();
        for (var minute = start; minute.isBefore(end); minute = minute.plusMinutes(1)) {
            if (minute.getHour() == 0 && minute.getMinute() == 0) {
                day = means(minute.toLocalDate());
            }
            if (day && minutes[minute.getMinute()] && hours[minute.getHour()]) {
                found.add(minute);
            }
        }
        return found;
    }

    boolean means(LocalDate date) {
        return meant(fields[3], date.getMonthValue(), 1, 12, MONTHS)
                && Arrays.stream(fields[2].split(",")).anyMatch(item -> isDayOfMonth(item, date))
                && Arrays.stream(fields[4].split(",")).anyMatch(item -> isDayOfWeek(item, date));
    }

    private static boolean isDayOfMonth(String item, LocalDate date) {
        int day = date.getDayOfMonth();
        int length = date.lengthOfMonth();
        if (item.equals("L") || item.equals("LW")) {
            return day == (item.equals("L") ? length : nearestWeekday(date, length));
        } else if (item.startsWith("L-")) {
            return day == length - Integer.parseInt(item.substring(2));
        } else if (item.endsWith("W")) {
            int wanted = Integer.parseInt(item.replace("W", ""));
            return wanted <= length && day == nearestWeekday(date, wanted);
        } else if (item.endsWith("L") && !item.contains("-")) {
            return day == length + 1 - Integer.parseInt(item.replace("L", ""));
        }
        return meant(item.replace("-L", "-31"), day, 1, 31, List.of());
    }

    private static boolean isDayOfWeek(String item, LocalDate date) {
        int weekday = date.getDayOfWeek().getValue();
        if (item.contains("#") || item.endsWith("L")) {
            boolean right = number(item.substring(0, item.contains("#") ? item.indexOf('#') : item.length() - 1), DAYS) % 7 == weekday % 7;
            return right && (item.endsWith("L") ? date.plusWeeks(1).getMonth() != date.getMonth()
                    : date.minusWeeks(item.charAt(item.length() - 1) - '0').getMonth() != date.getMonth()
                            && date.minusWeeks(item.charAt(item.length() - 1) - '1').getMonth() == date.getMonth());
        }
        return meant(item, weekday, 0, 7, DAYS) || weekday == 7 && meant(item, 0, 0, 7, DAYS);
    }

    private static int nearestWeekday(LocalDate date, int wanted) {
        var day = date.withDayOfMonth(wanted);
        return IntStream.rangeClosed(1, date.lengthOfMonth()).boxed()
                .filter(other -> date.withDayOfMonth(other).getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0)
                .min(Comparator.comparing(other -> Math.abs(other - day.getDayOfMonth()))).orElseThrow();
    }

    private static boolean meant(String field, int value, int min, int max, List<String> names) {
        return Arrays.stream(field.split(",")).anyMatch(item -> {
            var parts = item.split("/");
            int step = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
            var ends = parts[0].split("-");
            boolean star = parts[0].equals("*") || parts[0].equals("?");
            int from = star ? min : number(ends[0], names);
            int to = star || ends.length == 1 && parts.length == 2 ? max : number(ends[ends.length - 1], names);
            int cycle = names == DAYS ? 7 : max - min + 1;
            int shifted = value < from && to < from ? value + cycle : value;
            return shifted >= from && shifted <= (to < from ? to + cycle : to) && (shifted - from) % step == 0;
        });
    }

    private static int number(String text, List<String> names) {
        return names.contains(text) ? names.indexOf(text) : Integer.parseInt(text);
    }
}
