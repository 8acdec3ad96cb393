package org.carillon.triggers;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The fields of a definition, checked one by one; null is the same as absent. Every refusal names the field. */
record Fields(JsonObject json) {

    private static final LocalDate FIRST_DATE = LocalDate.of(1970, 1, 1);
    private static final LocalDate LAST_DATE = LocalDate.of(9999, 12, 31);

    void allowOnly(Set<String> names) {
        for (var name : json.keySet()) {
            if (!names.contains(name)) {
                throw new InvalidTrigger(name, shown(json.get(name)), "there is no such field for this type; allowed are "
                        + String.join(", ", new TreeSet<>(names)));
            }
        }
    }

    boolean has(String name) {
        return json.containsKey(name) && json.get(name) != JsonValue.NULL;
    }

    String required(String name, String allowed) {
        return text(name, allowed).orElseThrow(() -> new InvalidTrigger(name, null, "needed is " + allowed));
    }

    Optional<String> text(String name, String allowed) {
        return has(name) ? Optional.of(string(name, json.get(name), allowed)) : Optional.empty();
    }

    long number(String name, long min, long max) {
        if (json.get(name) instanceof JsonNumber number && number.isIntegral() && number.bigDecimalValue().precision() < 19
                && number.longValue() >= min && number.longValue() <= max) {
            return number.longValue();
        }
        throw new InvalidTrigger(name, shown(json.get(name)), "allowed is a whole number from " + min + " to " + max);
    }

    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        var allowed = Words.list(Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
        return text(name, allowed).map(text -> parsed(name, text, "allowed are " + allowed, value -> Enum.valueOf(type, value)));
    }

    Duration duration(String name, Duration max) {
        var allowed = "an ISO-8601 duration in whole milliseconds from PT0S to " + max;
        var text = required(name, allowed);
        return parsed(name, text, "allowed is " + allowed, value -> {
            var duration = Duration.parse(value);
            require(!duration.isNegative() && duration.compareTo(max) <= 0 && duration.getNano() % 1_000_000 == 0);
            return duration;
        });
    }

    /** Of any length: the kind of trigger has the bounds. */
    Duration duration(String name) {
        var text = required(name, "an ISO-8601 duration such as PT5S");
        return parsed(name, text, "allowed is an ISO-8601 duration such as PT5S", Duration::parse);
    }

    Optional<Instant> instant(String name) {
        var allowed = "an ISO-8601 instant in whole milliseconds from 1970 to 9999, such as 2026-07-01T12:00:00Z";
        return text(name, allowed).map(text -> parsed(name, text, "allowed is " + allowed, Fields::instantOf));
    }

    ZoneId zone(String name) {
        return text(name, "an IANA time zone").map(text -> parsed(name, text, zoneAllowed(text), ZoneId::of)).orElse(ZoneId.of("UTC"));
    }

    LocalDate date(String name) {
        var allowed = "a date from 1970-01-01 to 9999-12-31, such as 2026-07-01";
        return parsed(name, required(name, allowed), "allowed is " + allowed, Fields::dateOf);
    }

    LocalTime time(String name) {
        var allowed = "a time of day in whole seconds from 00:00 to 23:59:59; midnight is 00:00";
        return parsed(name, required(name, allowed), "allowed is " + allowed, text -> {
            var time = LocalTime.parse(text);
            require(time.getNano() == 0);
            return time;
        });
    }

    List<Exclusions.Range> ranges(String name) {
        if (!(json.get(name) instanceof JsonArray array) || array.size() > Exclusions.MAX) {
            throw new InvalidTrigger(name, shown(json.get(name)), "allowed is a list of up to " + Exclusions.MAX
                    + " dates and ranges of dates, such as [\"2026-12-24\", \"2026-12-31/2027-01-01\"]");
        }
        var ranges = new ArrayList<Exclusions.Range>();
        for (int i = 0; i < array.size(); i++) {
            var entry = name + "[" + i + "]";
            var allowed = "a date such as 2026-12-24, or a range such as 2026-12-31/2027-01-01 with its end not before its begin";
            ranges.add(parsed(entry, string(entry, array.get(i), allowed), "allowed is " + allowed, Fields::rangeOf));
        }
        return ranges;
    }

    static Instant instantOf(String text) {
        var instant = OffsetDateTime.parse(text).toInstant();
        require(Horizon.holds(instant) && instant.getNano() % 1_000_000 == 0);
        return instant;
    }

    static LocalDate dateOf(String text) {
        var date = LocalDate.parse(text);
        require(!date.isBefore(FIRST_DATE) && !date.isAfter(LAST_DATE));
        return date;
    }

    static <T> T parsed(String name, String text, String problem, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException malformed) {
            throw new InvalidTrigger(name, text, problem, malformed);
        }
    }

    static void require(boolean allowed) {
        if (!allowed) {
            throw new IllegalArgumentException();
        }
    }

    private static Exclusions.Range rangeOf(String text) {
        var ends = text.split("/", -1);
        require(ends.length <= 2);
        var range = new Exclusions.Range(dateOf(ends[0]), dateOf(ends[ends.length - 1]));
        require(!range.last().isBefore(range.first()));
        return range;
    }

    /** Most unknown zones are written in the wrong case, or without their region. */
    private static String zoneAllowed(String text) {
        var wanted = text.toLowerCase(Locale.ROOT).replace(' ', '_');
        var similar = ZoneId.getAvailableZoneIds().stream().sorted()
                .filter(id -> id.equalsIgnoreCase(wanted) || id.toLowerCase(Locale.ROOT).endsWith("/" + wanted)).findFirst();
        return "it is not a known time zone; allowed is an IANA id such as Europe/Berlin, or an offset such as +02:00"
                + similar.map(id -> "; did you mean " + id + "?").orElse("");
    }

    private static String string(String name, JsonValue value, String allowed) {
        if (value instanceof JsonString text) {
            return text.getString().strip();
        }
        throw new InvalidTrigger(name, shown(value), "needed is a text: " + allowed);
    }

    private static String shown(JsonValue value) {
        return value instanceof JsonString text ? text.getString() : String.valueOf(value);
    }
}
