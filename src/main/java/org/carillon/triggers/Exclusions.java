package org.carillon.triggers;

import jakarta.json.JsonArray;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.json.Json;

/**
 * Dates on which nothing fires. Immutable; overlapping and neighbouring ranges are one.
 *
 * @param ranges in order, with at least a day between them
 * @param zone   whose dates they are
 */
record Exclusions(List<Exclusions.Range> ranges, ZoneId zone) {

    /** Entries of one list: three a month for a century would fit. */
    static final int MAX = 4_000;

    /** Both days belong to it. */
    record Range(LocalDate first, LocalDate last) {

        @Override
        public String toString() {
            return first.equals(last) ? first.toString() : first + "/" + last;
        }
    }

    static Exclusions of(Collection<Range> ranges, ZoneId zone) {
        var merged = new TreeMap<LocalDate, Range>();
        for (var range : ranges.stream().sorted((one, other) -> one.first().compareTo(other.first())).toList()) {
            var before = merged.isEmpty() ? null : merged.lastEntry().getValue();
            if (before == null || range.first().isAfter(before.last().plusDays(1))) {
                merged.put(range.first(), range);
            } else if (range.last().isAfter(before.last())) {
                merged.put(before.first(), new Range(before.first(), range.last()));
            }
        }
        return new Exclusions(List.copyOf(merged.values()), zone);
    }

    /** The begin of the first day after the excluded ones, which is after that time; empty if the time is not excluded. */
    Optional<Instant> endOfExclusion(Instant time) {
        return ranges.isEmpty() ? Optional.empty()
                : rangeOf(time.atZone(zone).toLocalDate()).map(range -> firstDayAfter(range, time));
    }

    JsonArray json() {
        var json = Json.createArrayBuilder();
        ranges.forEach(range -> json.add(range.toString()));
        return json.build();
    }

    /** Where the clocks go back over midnight, that day begins twice. */
    private Instant firstDayAfter(Range range, Instant time) {
        var midnight = range.last().plusDays(1).atStartOfDay(zone);
        return midnight.toInstant().isAfter(time) ? midnight.toInstant() : midnight.withLaterOffsetAtOverlap().toInstant();
    }

    private Optional<Range> rangeOf(LocalDate date) {
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (ranges.get(middle).last().isBefore(date)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < ranges.size() && !ranges.get(low).first().isAfter(date) ? Optional.of(ranges.get(low)) : Optional.empty();
    }
}
