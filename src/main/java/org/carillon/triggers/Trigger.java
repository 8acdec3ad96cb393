package org.carillon.triggers;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a task fires: a pure function on nominal times, so that every node computes the same and nothing drifts. Immutable,
 * made by {@link Triggers}. Nominal times are whole milliseconds from 1970 to 9999; no method throws for any instant.
 *
 * <p>A trigger remembers nothing. Two kinds need to be told what has happened, by the caller who has it recorded:
 * <ul>
 * <li>one that {@link #countsFromEnd counts from the end} of the last run: give that end to {@link #next(Instant)};</li>
 * <li>one with {@link #maxFires}: give the number of fires so far to {@link #next(Instant, long)}.</li>
 * </ul>
 */
public sealed interface Trigger permits CalendarInterval, Cron, FixedDelay, Interval, Limited, Once {

    /** Nominal times in one list: more than a page shows or a catch-up should run. */
    int MAX_LISTED = 10_000;

    /**
     * The first nominal time strictly after another, or empty if there is none; how often the trigger has fired is not
     * looked at. Strictly increasing: {@code next(next(t))} is after {@code next(t)}.
     *
     * @param after a nominal time; where {@link #countsFromEnd} is true, the recorded end of the last run, or before the
     *              first run the time from which the task counts
     */
    Optional<Instant> next(Instant after);

    /**
     * The same, or empty if the trigger has fired as often as it may.
     *
     * @param fired the fires that are recorded, whatever became of them (run, missed or skipped). Fires that were
     *              coalesced into a later one are not recorded and do not count
     */
    default Optional<Instant> next(Instant after, long fired) {
        return fired < maxFires() ? next(after) : Optional.empty();
    }

    /**
     * The last nominal time that is not after another: what is fired when several were due. Found without a walk over the
     * fires in between. Empty if there is none, and always where {@link #countsFromEnd} is true: then only one fire can be
     * due, the one that was planned.
     */
    default Optional<Instant> latest(Instant notAfter) {
        return LatestFire.of(this, notAfter);
    }

    /**
     * The earliest nominal times strictly after one and not after another, in order. Where {@link #countsFromEnd} is true,
     * at most one: the next counts from the end of that run.
     *
     * @param limit how many at most, up to {@value #MAX_LISTED}
     */
    default List<Instant> between(Instant after, Instant notAfter, int limit) {
        var fires = new ArrayList<Instant>();
        var next = next(after);
        while (fires.size() < listed(countsFromEnd() ? Math.min(1, limit) : limit) && next.isPresent() && !next.get().isAfter(notAfter)) {
            fires.add(next.get());
            next = next(next.get());
        }
        return List.copyOf(fires);
    }

    /** Like {@link #between}, but the latest ones, in order: what is left of a long downtime under a bounded catch-up. */
    default List<Instant> latestBetween(Instant after, Instant notAfter, int limit) {
        var fires = new ArrayDeque<Instant>();
        var latest = latest(notAfter);
        while (fires.size() < listed(limit) && latest.isPresent() && latest.get().isAfter(after)) {
            fires.addFirst(latest.get());
            latest = latest(latest.get().minusMillis(1));
        }
        return countsFromEnd() ? between(after, notAfter, limit) : List.copyOf(fires);
    }

    /**
     * The next nominal times, as a trigger that has not fired yet would have them. Where {@link #countsFromEnd} is true,
     * each as if the run before took no time.
     *
     * @param count how many at most, up to {@value #MAX_LISTED}
     */
    default List<Instant> preview(Instant after, int count) {
        var fires = new ArrayList<Instant>();
        for (var next = next(after, 0); fires.size() < listed(count) && next.isPresent(); next = next(next.get(), fires.size())) {
            fires.add(next.get());
        }
        return List.copyOf(fires);
    }

    /** Whether the next fire counts from the recorded end of the last run instead of its nominal time. */
    default boolean countsFromEnd() {
        return false;
    }

    /** How often it may fire; {@link Long#MAX_VALUE} for no limit. */
    default long maxFires() {
        return Long.MAX_VALUE;
    }

    /**
     * When the run of a fire should begin: the nominal time, later by the jitter if there is one. The same on every node
     * and at every call, and before the next fire. The nominal time stays the fire's key.
     */
    default Instant startOf(String taskId, Instant fire) {
        return fire;
    }

    /** The definition with its defaults filled in; {@link Triggers#of(JsonObject)} makes an equal trigger of it. */
    JsonObject json();

    /** Canonical text, by which a change of trigger is noticed: {@link #json} in one line. {@link Triggers#parse} reads it. */
    default String text() {
        return json().toString();
    }

    /** Plain English for people: {@code every 5 seconds}, {@code at 10:00 on weekdays (Monday to Friday), Europe/Berlin; …}. */
    String describe();

    private static int listed(int limit) {
        if (limit < 0 || limit > MAX_LISTED) {
            throw new IllegalArgumentException("A list of " + limit + " fires; ask for 0 to " + MAX_LISTED + ".");
        }
        return limit;
    }
}
