package org.carillon.journal;

import java.util.Collection;
import java.util.Map;

/**
 * How far back the journal reaches for some channels. Immutable.
 *
 * @param head   its end
 * @param floor  nobody is brought back from below this offset: of channels that were forgotten nothing else is known
 * @param pruned the highest offset that is gone, of each channel that lost any above the floor
 */
public record Standing(Position head, long floor, Map<String, Long> pruned) {

    public Standing {
        pruned = Map.copyOf(pruned);
    }

    /**
     * Whether nothing is gone that a client of these channels missed. If not there is a gap: another epoch, a position that was
     * never given out, or one older than the history window.
     */
    public boolean resumable(Position seen, Collection<String> channels) {
        long gone = channels.stream().mapToLong(channel -> pruned.getOrDefault(channel, 0L)).max().orElse(0);
        return seen.epoch().equals(head.epoch()) && seen.offset() <= head.offset() && seen.offset() >= Math.max(floor, gone);
    }
}
