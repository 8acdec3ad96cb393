package org.carillon.triggers;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.carillon.json.Json;

/**
 * The ways to a {@link Trigger}. Each throws {@link InvalidTrigger} for what cannot be used, and for what can never fire.
 *
 * <table>
 * <caption>The fields of a definition; null is the same as absent</caption>
 * <tr><td>{@code type}</td><td>{@code interval}, {@code cron}, {@code once} or {@code calendar}</td></tr>
 * <tr><td>interval: {@code every}</td><td>ISO-8601 duration, PT0.1S to P365D</td></tr>
 * <tr><td>interval: {@code mode}</td><td>{@code FIXED_RATE} (default) or {@code FIXED_DELAY}</td></tr>
 * <tr><td>interval: {@code anchor}</td><td>an instant that the fixed rate hits; default {@code startAt}, else 1970</td></tr>
 * <tr><td>cron: {@code cron}</td><td>5 fields, 6 with seconds first, or {@code @daily} and its like; day of month and day of
 *     week must both match</td></tr>
 * <tr><td>once: {@code at}</td><td>an instant, or a local date and time of the {@code zone}</td></tr>
 * <tr><td>calendar: {@code days}, {@code weeks}, {@code months} or {@code years}</td><td>how many, 1 to 1000</td></tr>
 * <tr><td>calendar: {@code time}, {@code startDate}</td><td>local time of each fire, date of the first</td></tr>
 * <tr><td>{@code zone}</td><td>IANA id of local times and excluded dates; default UTC, so that each node has the same</td></tr>
 * <tr><td>{@code dstGap}</td><td>{@link DstGap}; default RUN_AFTER, for a cron of every hour SKIP</td></tr>
 * <tr><td>{@code dstOverlap}</td><td>{@link DstOverlap}; default FIRST, for a cron of every hour BOTH</td></tr>
 * <tr><td>{@code startAt}, {@code endAt}</td><td>instants, both allowed to fire</td></tr>
 * <tr><td>{@code maxFires}</td><td>1 to 1,000,000,000</td></tr>
 * <tr><td>{@code excludeDates}</td><td>up to 4,000 dates and ranges {@code first/last} on which nothing fires</td></tr>
 * <tr><td>{@code jitter}</td><td>ISO-8601 duration up to P1D: how much later a run may begin</td></tr>
 * </table>
 */
public final class Triggers {

    private Triggers() {
    }

    /** A trigger by its JSON; {@link Trigger#json} gives it back. */
    public static Trigger of(JsonObject definition) {
        return TriggerReader.read(definition);
    }

    /** A trigger by its canonical text, see {@link Trigger#text}. */
    public static Trigger parse(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return of(reader.readObject());
        } catch (JsonException malformed) {
            throw new InvalidTrigger("definition", text, "allowed is one JSON object", malformed);
        }
    }

    /** A fixed rate, on multiples of the period since 1970. */
    public static Trigger every(Duration period) {
        return new Interval(period, Instant.EPOCH);
    }

    /** A pause between the end of one run and the next fire. */
    public static Trigger fixedDelay(Duration delay) {
        return new FixedDelay(delay);
    }

    /** A cron expression of 5 or 6 fields or a macro, with the defaults for daylight saving. */
    public static Trigger cron(String expression, ZoneId zone) {
        var parsed = CronParser.parse(expression);
        return new Cron(parsed, new DaylightSaving(zone, Cron.standardGap(parsed), Cron.standardOverlap(parsed)));
    }

    /** A cron expression of 5 or 6 fields or a macro. */
    public static Trigger cron(String expression, ZoneId zone, DstGap gap, DstOverlap overlap) {
        return new Cron(CronParser.parse(expression), new DaylightSaving(zone, gap, overlap));
    }

    /** One fire, at an instant in whole milliseconds from 1970 to 9999. */
    public static Trigger once(Instant at) {
        return of(Json.createObjectBuilder().add("type", "once").add("at", at.toString()).build());
    }
}
