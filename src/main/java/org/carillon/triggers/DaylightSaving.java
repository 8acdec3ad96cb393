package org.carillon.triggers;

import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * Makes instants of local times, with the user's choice for those that do not exist or come twice. Immutable.
 *
 * <p>An instant has one local time but a local time has no, one or two instants, so a search over local times loses the
 * order where the clocks go back. This one goes through the stretches of constant offset, in which both orders agree.
 */
record DaylightSaving(ZoneId zone, DstGap gap, DstOverlap overlap) {

    /** The first instant of a series strictly after a time; empty if there is none at all. */
    Optional<Instant> next(LocalSeries series, Instant after) {
        var limit = Horizon.searchEnd(after);
        for (var stretch = Stretch.at(zone.getRules(), after); stretch != null && stretch.beginsBefore(limit); stretch = stretch.following()) {
            if (firesAfterGap(series, stretch, after)) {
                return Optional.of(stretch.opening().getInstant());
            }
            var local = series.next(from(stretch, after), to(stretch, limit));
            if (local.isPresent()) {
                return Optional.of(local.get().toInstant(stretch.offset()));
            }
        }
        return Optional.empty();
    }

    /** Completes a description: the zone, and the choices if the zone ever changes its clocks. */
    String describe() {
        return zone.getId() + (zone.getRules().isFixedOffset() ? "" : "; " + gap.describe() + ", " + overlap.describe());
    }

    JsonObjectBuilder addTo(JsonObjectBuilder json) {
        return json.add("zone", zone.getId()).add("dstGap", gap.name()).add("dstOverlap", overlap.name());
    }

    private boolean firesAfterGap(LocalSeries series, Stretch stretch, Instant after) {
        var opening = stretch.opening();
        return gap == DstGap.RUN_AFTER && opening != null && opening.isGap() && opening.getInstant().isAfter(after)
                && series.next(opening.getDateTimeBefore().minusNanos(1), opening.getDateTimeAfter()).isPresent();
    }

    /** The local time after which the stretch is searched. */
    private LocalDateTime from(Stretch stretch, Instant after) {
        var opening = stretch.opening();
        var known = LocalDateTime.ofEpochSecond(after.getEpochSecond(), after.getNano(), stretch.offset());
        if (opening == null) {
            return known;
        }
        boolean repeats = opening.isOverlap() && overlap == DstOverlap.FIRST;
        var begin = (repeats ? opening.getDateTimeBefore() : opening.getDateTimeAfter()).minusNanos(1);
        return known.isAfter(begin) ? known : begin;
    }

    /** The local time before which the stretch is searched. */
    private LocalDateTime to(Stretch stretch, LocalDateTime limit) {
        var closing = stretch.closing();
        if (closing == null) {
            return limit;
        }
        boolean comesAgain = closing.isOverlap() && overlap == DstOverlap.SECOND;
        return comesAgain ? closing.getDateTimeAfter() : closing.getDateTimeBefore();
    }

    /** A time of constant offset between two changes of the clocks; a side is null where there is none. */
    private record Stretch(ZoneRules rules, ZoneOffset offset, ZoneOffsetTransition opening, ZoneOffsetTransition closing) {

        static Stretch at(ZoneRules rules, Instant time) {
            return new Stretch(rules, rules.getOffset(time), rules.previousTransition(time.plusNanos(1)), rules.nextTransition(time));
        }

        Stretch following() {
            return closing == null ? null
                    : new Stretch(rules, closing.getOffsetAfter(), closing, rules.nextTransition(closing.getInstant()));
        }

        boolean beginsBefore(LocalDateTime limit) {
            return opening == null || opening.getDateTimeAfter().isBefore(limit);
        }
    }
}
