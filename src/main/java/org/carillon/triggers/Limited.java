package org.carillon.triggers;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.carillon.json.Json;

/**
 * Another trigger within limits. Immutable.
 *
 * @param startAt  no fire is before it; null for no limit
 * @param endAt    no nominal time is after it; null for no limit
 * @param maxFires {@link Long#MAX_VALUE} for no limit
 * @param jitter   runs begin less than this after their nominal time, and before the next one
 */
record Limited(Trigger trigger, Instant startAt, Instant endAt, Exclusions exclusions, long maxFires, Duration jitter) implements Trigger {

    /** A fire that may be more than a day late is a fire of another day. */
    static final Duration MAX_JITTER = Duration.ofDays(1);

    @Override
    public Optional<Instant> next(Instant after) {
        var next = fromStart(after);
        var resumes = next.flatMap(exclusions::endOfExclusion);
        while (resumes.isPresent()) {
            next = countsFromEnd() ? resumes : trigger.next(resumes.get().minusMillis(1));
            resumes = next.flatMap(exclusions::endOfExclusion);
        }
        return next.filter(fire -> Horizon.holds(fire) && (endAt == null || !fire.isAfter(endAt)));
    }

    @Override
    public Optional<Instant> latest(Instant notAfter) {
        return countsFromEnd() ? Optional.empty() : Trigger.super.latest(notAfter);
    }

    @Override
    public boolean countsFromEnd() {
        return trigger.countsFromEnd();
    }

    /** The delay is a hash of task and nominal time, so no node has to tell another. */
    @Override
    public Instant startOf(String taskId, Instant fire) {
        long bound = next(fire).map(next -> Duration.between(fire, next)).filter(gap -> gap.compareTo(jitter) < 0).orElse(jitter).toMillis();
        return bound == 0 ? fire : fire.plusMillis(Long.remainderUnsigned(hash(taskId, fire.toEpochMilli()), bound));
    }

    @Override
    public JsonObject json() {
        var json = Json.createObjectBuilder(trigger.json());
        if (startAt != null) {
            json.add("startAt", startAt.toString());
        }
        if (endAt != null) {
            json.add("endAt", endAt.toString());
        }
        if (maxFires != Long.MAX_VALUE) {
            json.add("maxFires", maxFires);
        }
        if (!exclusions.ranges().isEmpty()) {
            json.add("excludeDates", exclusions.json()).add("zone", exclusions.zone().getId());
        }
        return (jitter.isZero() ? json : json.add("jitter", jitter.toString())).build();
    }

    @Override
    public String describe() {
        return trigger.describe() + (startAt == null ? "" : "; from " + startAt + " on") + (endAt == null ? "" : "; until " + endAt)
                + (maxFires == Long.MAX_VALUE ? "" : "; at most " + Words.plural(maxFires, "time"))
                + (exclusions.ranges().isEmpty() ? "" : "; not on " + Words.list(exclusions.ranges().stream().map(Object::toString).toList())
                        + " (" + exclusions.zone() + ")")
                + (jitter.isZero() ? "" : "; each up to " + Words.duration(jitter) + " later, always before the next");
    }

    private Optional<Instant> fromStart(Instant after) {
        if (countsFromEnd()) {
            return trigger.next(after).map(fire -> startAt != null && fire.isBefore(startAt) ? startAt : fire);
        }
        return trigger.next(startAt == null || !after.isBefore(startAt) ? after : startAt.minusMillis(1));
    }

    /** FNV-1a over the id and the time, then the finish of MurmurHash3, since FNV's low bits are alike for like times. */
    private static long hash(String taskId, long millis) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : taskId.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xff) * 0x100000001b3L;
        }
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            hash = (hash ^ millis >>> shift & 0xff) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
