package org.carillon.administration;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;

/** The parameters of a URL, checked. Null is a parameter that is not there. Has no state. */
final class Query {

    /** Entries of a page when nobody says how many. */
    static final int PAGE = 50;

    /** What the database's times can hold, and more than a schedule can. */
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private static final int UUID_LENGTH = 36;

    private Query() {
    }

    static int number(String name, String text, int standard, int min, int max) {
        return text == null ? standard : parsed(name, "a whole number from " + min + " to " + max, () -> {
            int number = Integer.parseInt(text);
            if (number < min || number > max) {
                throw new NumberFormatException();
            }
            return number;
        });
    }

    static int limit(String text, int max) {
        return number("limit", text, PAGE, 1, max);
    }

    static Instant instant(String name, String text) {
        return text == null ? null : parsed(name, "an ISO-8601 instant from 1970 to 9999, such as 2026-07-01T12:00:00Z", () -> {
            var time = Instant.parse(text);
            if (time.isBefore(FIRST) || time.isAfter(LAST)) {
                throw new DateTimeException(text);
            }
            return time;
        });
    }

    static boolean flag(String name, String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        return parsed(name, "true or false", () -> {
            if (!text.isEmpty() && !text.equals("true")) {
                throw new IllegalArgumentException(text);
            }
            return true;
        });
    }

    /** The id of a task, of a run or of what else is recorded; the database is not asked for what cannot be one. */
    static String id(String name, String text) {
        if (text != null && !text.matches("[a-z0-9-]{1,64}")) {
            throw new Refused(400, name, "The parameter '" + name + "' must be an id: 1 to 64 of a-z, 0-9 and -.");
        }
        return text;
    }

    /** The id of a run in a path; what cannot be one is unknown. */
    static UUID run(String text) {
        try {
            if (text.length() == UUID_LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException noUuid) {
            // Answered as any other unknown id.
        }
        throw new Refused(404, "There is no such run; its id is a UUID.");
    }

    static <E extends Enum<E>> E choice(String name, String text, Class<E> type) {
        var allowed = "one of " + String.join(", ", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
        return parsed(name, allowed, () -> Enum.valueOf(type, text));
    }

    static <T> T parsed(String name, String allowed, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new Refused(400, name, "The parameter '" + name + "' must be " + allowed + ".");
        }
    }
}
