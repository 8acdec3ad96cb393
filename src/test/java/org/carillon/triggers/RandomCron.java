package org.carillon.triggers;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Five-field expressions by chance, from a seeded source. */
final class RandomCron {

    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final List<String> MONTHS = List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    private final Random random;
    private final boolean common;

    /** @param common whether to use only what {@code CronTrigger} knows, too */
    RandomCron(Random random, boolean common) {
        this.random = random;
        this.common = common;
    }

    String expression() {
        return String.join(" ", few(0, 59), random.nextInt(3) == 0 ? field(0, 23) : few(0, 23), mostly("*", this::dayOfMonth), mostly("*", this::month), mostly("*", this::dayOfWeek));
    }

    /** One value or two, or a long step: a scan of all fires in some years takes long enough. */
    String few(int min, int max) {
        int third = (max - min) / 3;
        return random.nextInt(4) == 0 ? number(min, max) + "/" + number(third, max) : list(() -> "" + number(min, max));
    }

    String field(int min, int max) {
        return random.nextInt(4) == 0 ? "*" : list(() -> item(min, max));
    }

    private String item(int min, int max) {
        int one = number(min, max);
        int other = number(min, max);
        return switch (random.nextInt(common ? 4 : 6)) {
            case 0 -> one + "-" + other;
            case 1 -> "*/" + (1 + random.nextInt(max - min + 1));
            case 2 -> one + "/" + (1 + random.nextInt(max - min + 1));
            case 3 -> "" + one;
            case 4 -> one + "-" + other + "/" + (1 + random.nextInt(9));
            default -> "*";
        };
    }

    /** {@code CronTrigger} leaves out a whole month that is too short for one {@code nL} of a list. */
    private String dayOfMonth() {
        return list(() -> switch (random.nextInt(common ? 4 : 8)) {
            case 0 -> "L";
            case 1 -> number(1, common ? 28 : 31) + "L";
            case 2 -> number(1, 31) + "-L";
            case 3, 4 -> item(1, 31);
            case 5 -> "LW";
            case 6 -> "L-" + number(1, 30);
            default -> number(1, 31) + "W";
        });
    }

    private String month() {
        return list(() -> random.nextBoolean() ? item(1, 12) : any(MONTHS) + (random.nextBoolean() ? "" : "-" + any(MONTHS)));
    }

    /** Without what {@code CronTrigger} takes for something else: an ordinal of a number, and 0 to 7 as Sunday only. */
    private String dayOfWeek() {
        return list(() -> switch (random.nextInt(common ? 5 : 8)) {
            case 0 -> any(WEEKDAYS) + "#" + number(1, 5);
            case 1 -> any(WEEKDAYS) + "#L";
            case 2 -> any(WEEKDAYS);
            case 3 -> any(WEEKDAYS) + "-" + any(WEEKDAYS);
            case 4 -> number(1, 6) + "-" + number(0, 7);
            case 5 -> item(0, 7);
            case 6 -> number(0, 7) + "#" + number(1, 5);
            default -> any(WEEKDAYS) + "L";
        });
    }

    private String list(Supplier<String> item) {
        return IntStream.rangeClosed(0, random.nextInt(3) / 2 + random.nextInt(2)).mapToObj(i -> item.get()).collect(Collectors.joining(","));
    }

    private String mostly(String usual, Supplier<String> other) {
        return random.nextInt(5) < 3 ? usual : other.get();
    }

    private int number(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
