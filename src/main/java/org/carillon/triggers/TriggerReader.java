package org.carillon.triggers;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a trigger of its JSON. Has no state. */
final class TriggerReader {

    /** One a second for 30 years: a larger number is a mistake for no limit. */
    static final long MAX_FIRES = 1_000_000_000;

    private static final List<ChronoUnit> UNITS = List.of(ChronoUnit.DAYS, ChronoUnit.WEEKS, ChronoUnit.MONTHS, ChronoUnit.YEARS);
    private static final Set<String> OF_ALL_TYPES = Set.of("type", "zone", "startAt", "endAt", "maxFires", "excludeDates", "jitter");

    private final Fields fields;

    private TriggerReader(Fields fields) {
        this.fields = fields;
    }

    static Trigger read(JsonObject definition) {
        var reader = new TriggerReader(new Fields(definition));
        return reader.limited(reader.ofType());
    }

    private Trigger ofType() {
        var allowed = "one of interval, cron, once and calendar";
        var type = fields.required("type", allowed);
        return switch (type) {
            case "interval" -> interval();
            case "cron" -> cron();
            case "once" -> once();
            case "calendar" -> calendar();
            default -> throw new InvalidTrigger("type", type, "allowed is " + allowed);
        };
    }

    private Trigger interval() {
        allowOnly("every", "mode", "anchor");
        var every = fields.duration("every");
        if (fields.choice("mode", IntervalMode.class).orElse(IntervalMode.FIXED_RATE) == IntervalMode.FIXED_RATE) {
            return new Interval(every, fields.instant("anchor").or(() -> fields.instant("startAt")).orElse(Instant.EPOCH));
        }
        if (fields.has("anchor")) {
            throw new InvalidTrigger("anchor", fields.json().get("anchor").toString(),
                    "a fixed delay counts from the end of each run; leave it out");
        }
        return new FixedDelay(every);
    }

    private Trigger cron() {
        allowOnly("cron", "dstGap", "dstOverlap");
        var expression = CronParser.parse(fields.required("cron", "5 or 6 fields such as 0 10 * * MON-FRI, or @daily and its like"));
        return new Cron(expression, daylightSaving(Cron.standardGap(expression), Cron.standardOverlap(expression)));
    }

    private Trigger once() {
        allowOnly("at", "dstGap", "dstOverlap");
        var allowed = "an instant such as 2026-07-01T12:00:00Z, or a local time in whole seconds such as 2026-07-01T12:00, from 1970 to 9999";
        var at = fields.required("at", allowed);
        if (!at.matches(".*T.*([Zz]|[+-][0-9:]+)")) {
            return Once.at(Fields.parsed("at", at, "allowed is " + allowed, TriggerReader::local), daylightSaving(DstGap.RUN_AFTER, DstOverlap.FIRST));
        }
        for (var name : List.of("dstGap", "dstOverlap")) {
            if (fields.has(name)) {
                throw new InvalidTrigger(name, fields.required(name, ""), "an instant is the same in each zone; leave it out, or write a local time");
            }
        }
        return Once.at(Fields.parsed("at", at, "allowed is " + allowed, Fields::instantOf));
    }

    private Trigger calendar() {
        allowOnly("days", "weeks", "months", "years", "time", "startDate", "dstGap", "dstOverlap");
        var units = UNITS.stream().filter(unit -> fields.has(name(unit))).toList();
        if (units.size() != 1) {
            var field = name(units.isEmpty() ? ChronoUnit.DAYS : units.get(1));
            throw new InvalidTrigger(field, units.isEmpty() ? null : fields.json().get(field).toString(),
                    "needed is exactly one of days, weeks, months and years");
        }
        int count = (int) fields.number(name(units.get(0)), 1, CalendarInterval.MAX_COUNT);
        return new CalendarInterval(count, units.get(0), fields.time("time"), fields.date("startDate"),
                daylightSaving(DstGap.RUN_AFTER, DstOverlap.FIRST));
    }

    private Trigger limited(Trigger trigger) {
        var startAt = fields.instant("startAt").orElse(null);
        var endAt = fields.instant("endAt").orElse(null);
        if (startAt != null && endAt != null && endAt.isBefore(startAt)) {
            throw new InvalidTrigger("endAt", endAt.toString(), "it can never fire: the end is before the start, " + startAt);
        }
        var ranges = fields.has("excludeDates") ? fields.ranges("excludeDates") : List.<Exclusions.Range>of();
        long maxFires = fields.has("maxFires") ? fields.number("maxFires", 1, MAX_FIRES) : Long.MAX_VALUE;
        var jitter = fields.has("jitter") ? fields.duration("jitter", Limited.MAX_JITTER) : Duration.ZERO;
        var limited = new Limited(trigger, startAt, endAt, Exclusions.of(ranges, zone()), maxFires, jitter);
        requireFire(limited);
        boolean unlimited = startAt == null && endAt == null && ranges.isEmpty() && maxFires == Long.MAX_VALUE && jitter.isZero();
        return unlimited ? trigger : limited;
    }

    private static void requireFire(Limited limited) {
        if (limited.next(Horizon.BEFORE).isPresent()) {
            return;
        }
        var everyDay = new Limited(limited.trigger(), limited.startAt(), limited.endAt(), Exclusions.of(List.of(), limited.exclusions().zone()),
                Long.MAX_VALUE, Duration.ZERO);
        if (everyDay.next(Horizon.BEFORE).isPresent()) {
            throw new InvalidTrigger("excludeDates", limited.exclusions().json().toString(),
                    "it can never fire: each of its fires is on an excluded date");
        }
        throw limited.endAt() == null
                ? new InvalidTrigger("startAt", limited.startAt().toString(), "it can never fire: it has no fire from then on")
                : new InvalidTrigger("endAt", limited.endAt().toString(), "it can never fire: it has no fire until then"
                        + (limited.startAt() == null ? "" : ", from " + limited.startAt() + " on"));
    }

    private DaylightSaving daylightSaving(DstGap gap, DstOverlap overlap) {
        return new DaylightSaving(zone(), fields.choice("dstGap", DstGap.class).orElse(gap),
                fields.choice("dstOverlap", DstOverlap.class).orElse(overlap));
    }

    private ZoneId zone() {
        return fields.zone("zone");
    }

    private void allowOnly(String... names) {
        fields.allowOnly(Stream.concat(OF_ALL_TYPES.stream(), Stream.of(names)).collect(Collectors.toSet()));
    }

    private static LocalDateTime local(String text) {
        var local = LocalDateTime.parse(text);
        Fields.require(local.getNano() == 0 && Fields.dateOf(local.toLocalDate().toString()) != null);
        return local;
    }

    private static String name(ChronoUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    private enum IntervalMode {
        FIXED_RATE, FIXED_DELAY
    }
}
