package org.carillon.broadcast;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;

/**
 * What one session hears: channels, in one wire format, from one place in the journal on. A session may have several, of
 * different channels. Safe for use by several threads; nothing here waits for the client.
 *
 * <p>A subscription is live, or it is catching up with the journal. The seam between the two is exact: while it catches up, live
 * publications pass it by and leave a mark, and it becomes live only after a look at the journal that found nothing new
 * and during which nothing passed by.
 */
public final class Subscription {

    /** How a subscription that begins with a look at the journal begins. */
    public enum Start {
        /** The client named no position. */
        NEW,
        /** All that the client missed follows. */
        RESUMED,
        /** Some of what the client missed is gone. */
        GAP
    }

    /** Told once how the subscription begins, before it gets anything; on the replayer's thread. */
    @FunctionalInterface
    public interface Listener {

        /** @param from what the client would name if it came back before it got anything */
        void started(Position from, Start how);
    }

    /**
     * How to begin.
     *
     * @param lastSeen what the client says that it saw last; null if it is new
     * @param withLast whether a client that cannot be brought what it missed begins with the last publication of each channel
     * @param listener told how it began
     */
    public record Beginning(String lastSeen, boolean withLast, Listener listener) {
    }

    private enum Mode { CATCHING_UP, LIVE, ENDED }

    private final LiveSession session;
    private final WireFormat format;
    private final Channels index;
    private final Replayer replayer;
    private final Beginning beginning;
    private final Set<String> channels = new HashSet<>();
    private Mode mode;
    private volatile String own = "";
    private boolean passedBy;
    private boolean joined;
    private Position position;
    private boolean owesLast;
    private long lastSent;

    /** @param beginning null to be live at once */
    Subscription(LiveSession session, Channels index, WireFormat format, Replayer replayer, Beginning beginning) {
        this.session = session;
        this.index = index;
        this.format = format;
        this.replayer = replayer;
        this.beginning = beginning;
        this.mode = beginning == null ? Mode.LIVE : Mode.CATCHING_UP;
    }

    /** Hears this channel too, from now on; while catching up, from its position on. */
    public void join(String channel) {
        synchronized (this) {
            if (mode == Mode.ENDED || !channels.add(channel)) {
                return;
            }
            index.add(channel, this);
            joined = true;
        }
    }

    /** This one of its channels is for nobody else, and is not counted among those that people know. */
    public void owns(String channel) {
        own = channel;
    }

    boolean isOwn(String channel) {
        return own.equals(channel);
    }

    /** Hears this channel no more. */
    public void leave(String channel) {
        synchronized (this) {
            if (channels.remove(channel)) {
                index.remove(channel, this);
            }
        }
    }

    public synchronized Set<String> channels() {
        return Set.copyOf(channels);
    }

    /** Hears nothing from now on. Has no effect the second time. */
    public void end() {
        synchronized (this) {
            mode = Mode.ENDED;
            channels.forEach(channel -> index.remove(channel, this));
            channels.clear();
        }
        session.forget(this);
    }

    LiveSession session() {
        return session;
    }

    synchronized boolean isCatchingUp() {
        return mode == Mode.CATCHING_UP;
    }

    /** Asks for a turn of the replay, if one is needed. */
    void catchUp() {
        if (isCatchingUp()) {
            replayer.enqueue(this);
        }
    }

    /** The tail thread's offer: one publication in the order of the journal. */
    void publish(Publication publication, Encoded encoded) {
        synchronized (this) {
            if (mode == Mode.ENDED || !channels.contains(publication.channel()) || !Collections.disjoint(channels, publication.except())) {
                return;
            }
            if (mode == Mode.CATCHING_UP) {
                passedBy |= publication.isNumbered();
                return;
            }
            if (publication.isNumbered() && wasReplayed(publication.position())) {
                return;
            }
        }
        session.offer(publication, encoded.in(format));
    }

    /** The replay reads what is committed, and may be ahead of the tail thread. */
    private boolean wasReplayed(Position told) {
        return position != null && position.epoch().equals(told.epoch()) && told.offset() <= position.offset();
    }

    /** Where the replay goes on; null before its first step. */
    synchronized Position position() {
        return position;
    }

    private synchronized void moveTo(Position reached) {
        position = reached;
    }

    /** What the client saw last, if any server of ours ever said so. */
    Optional<Position> seen() {
        return Position.parse(beginning.lastSeen());
    }

    /** Whether the client named no position. */
    boolean isNew() {
        return beginning.lastSeen() == null;
    }

    /** Begins at the position from which all that was missed follows. */
    void resumeAt(Position from) {
        moveTo(from);
        beginning.listener().started(from, Start.RESUMED);
    }

    /** Begins at the journal's end; after a gap anew. */
    void startAt(Position head) {
        boolean isNew;
        synchronized (this) {
            isNew = position == null && isNew();
            position = head;
            owesLast = beginning.withLast();
            lastSent = 0;
        }
        beginning.listener().started(head, isNew ? Start.NEW : Start.GAP);
    }

    /** Whether the last publication of each channel is to be sent before anything else. */
    synchronized boolean owesLast() {
        return owesLast;
    }

    /** Queues the last publications, as far as there is room; those that are newer than the beginning come by themselves. */
    boolean sendLast(List<Publication> last, Function<Publication, Encoded> encoder) {
        boolean room = true;
        for (int i = 0; room && i < last.size(); i++) {
            var publication = last.get(i);
            boolean due = publication.offset() > lastSent && publication.offset() <= position().offset();
            room = !due || !isFor(publication) || session.replay(encoder.apply(publication).in(format));
            lastSent = room && due ? publication.offset() : lastSent;
        }
        synchronized (this) {
            owesLast = !room;
        }
        session.flush();
        return room;
    }

    /**
     * Queues as much of this as there is room for, and moves on; false if some is left for when the queue is empty.
     *
     * @param reached through which there is nothing else for these channels
     */
    boolean replay(List<Publication> missed, Position reached, Function<Publication, Encoded> encoder) {
        boolean room = true;
        for (int i = 0; room && i < missed.size(); i++) {
            var publication = missed.get(i);
            room = !isFor(publication) || session.replay(encoder.apply(publication).in(format));
            if (room) {
                moveTo(publication.position());
            }
        }
        if (room) {
            moveTo(reached);
        }
        session.flush();
        return room;
    }

    private synchronized boolean isFor(Publication publication) {
        return mode != Mode.ENDED && Collections.disjoint(channels, publication.except());
    }

    /** To be called before each look for publications: forgets what passed by, and says which channels to look for. */
    synchronized Set<String> lookAgain() {
        passedBy = false;
        joined = false;
        return Set.copyOf(channels);
    }

    /** Whether a channel was joined since {@link #lookAgain}, so that the look left something out. */
    synchronized boolean hasJoined() {
        return joined;
    }

    /** Whether the subscription is live or over now: not if something passed by since {@link #lookAgain}. */
    synchronized boolean becomeLive() {
        if (mode == Mode.CATCHING_UP && !passedBy) {
            mode = Mode.LIVE;
        }
        return mode != Mode.CATCHING_UP;
    }
}
