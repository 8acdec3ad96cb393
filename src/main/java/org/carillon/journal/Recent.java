package org.carillon.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;

/**
 * The newest publications, in memory: a client that comes back soon costs the database nothing. It knows the offset from which
 * it is complete, and answers only for what is behind it. Fed by the tail thread, each publication before it is told. Safe for
 * use by several threads; every call is short.
 */
@Singleton
public class Recent {

    /** What a publication takes beside its data: names, time, position and the objects themselves. */
    private static final int OVERHEAD = 256;

    /** Publications read at once while it is filled at the start. */
    private static final int BATCH = 100;

    /**
     * What is behind a position.
     *
     * @param found   publications of the channels asked for, in order, as many as were asked for at most
     * @param reached through which offset there is nothing else
     * @param isAll   whether nothing newer was there
     */
    public record Look(List<Publication> found, Position reached, boolean isAll) {
    }

    private final Publication[] slots;
    private final long maxBytes;
    private final Map<String, Publication> newest = new HashMap<>();
    private String epoch;
    private long from;
    private long to;
    private long bytes;

    @Inject
    public Recent(Configuration configuration) {
        this.slots = new Publication[configuration.integer(Setting.RECENT_PUBLICATIONS)];
        this.maxBytes = configuration.integer(Setting.RECENT_BYTES);
    }

    /** Forgets all: complete from here on. */
    synchronized void restart(Position at) {
        while (to > from) {
            dropOldest();
        }
        epoch = at.epoch();
        from = at.offset();
        to = at.offset();
    }

    /** Takes the journal's next publication. One that is not the next shows that some between are gone: complete from there. */
    synchronized void add(Publication publication) {
        long offset = publication.offset();
        if (!publication.position().epoch().equals(epoch) || offset != to + 1) {
            restart(publication.position().at(offset - 1));
        }
        while (to > from && (to - from == slots.length || bytes + size(publication) > maxBytes)) {
            dropOldest();
        }
        slots[slot(offset)] = publication;
        bytes += size(publication);
        to = offset;
        newest.put(publication.channel(), publication);
    }

    /** Takes what the journal still has before {@link #end}, so that a restart is no reason to ask the database. */
    void fill(Journal journal) {
        var start = end().orElseThrow();
        boolean room = true;
        while (room) {
            var older = journal.before(start, BATCH);
            for (int i = 0; room && i < older.size(); i++) {
                room = addBefore(older.get(i));
            }
            room &= older.size() == BATCH;
            start = older.isEmpty() ? start : older.get(older.size() - 1).position();
        }
    }

    private synchronized boolean addBefore(Publication publication) {
        boolean fits = to - from < slots.length && bytes + size(publication) <= maxBytes;
        if (!fits || publication.offset() != from) {
            return false;
        }
        slots[slot(publication.offset())] = publication;
        bytes += size(publication);
        from--;
        newest.putIfAbsent(publication.channel(), publication);
        return true;
    }

    /** What the tail thread took last, which is the journal's end as this node knows it; empty before the start. */
    public synchronized Optional<Position> end() {
        return epoch == null ? Optional.empty() : Optional.of(new Position(epoch, to));
    }

    /** Whether all that came since this position is here. */
    public synchronized boolean reaches(Position position) {
        return covers(position) && position.offset() <= to;
    }

    /**
     * Publications of these channels behind a position.
     *
     * @return empty if only the database knows. A position that the tail thread has yet to reach has nothing behind it
     */
    public synchronized Optional<Look> after(Position position, Collection<String> channels, int limit) {
        if (!covers(position)) {
            return Optional.empty();
        }
        var found = new ArrayList<Publication>();
        long last = channels.stream().map(newest::get).filter(Objects::nonNull).mapToLong(Publication::offset).max().orElse(0);
        for (long offset = position.offset() + 1; offset <= last; offset++) {
            if (channels.contains(slots[slot(offset)].channel())) {
                if (found.size() == limit) {
                    return Optional.of(new Look(found, position.at(offset - 1), false));
                }
                found.add(slots[slot(offset)]);
            }
        }
        return Optional.of(new Look(found, position.at(Math.max(position.offset(), to)), true));
    }

    /** The newest publication of each of these channels, in order; empty if one of them has none here. */
    public synchronized Optional<List<Publication>> lastOfEach(Collection<String> channels) {
        if (!newest.keySet().containsAll(channels)) {
            return Optional.empty();
        }
        Stream<Publication> last = channels.stream().map(newest::get);
        return Optional.of(last.sorted(Comparator.comparing(Publication::offset)).toList());
    }

    private boolean covers(Position position) {
        return position.epoch().equals(epoch) && position.offset() >= from;
    }

    private void dropOldest() {
        from++;
        var oldest = slots[slot(from)];
        slots[slot(from)] = null;
        bytes -= size(oldest);
        newest.remove(oldest.channel(), oldest);
    }

    private int slot(long offset) {
        return (int) (offset % slots.length);
    }

    /** Heap that it takes at most: a character is one byte or two. */
    private static long size(Publication publication) {
        return OVERHEAD + 2L * publication.data().length();
    }
}
