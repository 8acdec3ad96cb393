package org.carillon.broadcast;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;

/**
 * One connected client, whatever its transport: the channels that it hears, its bounded queue, and how far it has got. A door
 * extends it with the way out. Safe for use by several threads; nothing here waits for the client.
 *
 * <p>A session is live, or it is catching up with the journal. The seam between the two is exact: while it catches up, live
 * publications pass it by and leave a mark, and it becomes live only after a look at the journal that found nothing new
 * and during which nothing passed by.
 */
public abstract class LiveSession {

    private enum Mode { SILENT, CATCHING_UP, LIVE }

    private final String id;
    private final WireFormat format;
    private final OutboundQueue queue;
    private Set<String> channels = Set.of();
    private Mode mode = Mode.SILENT;
    private boolean passedBy;
    private boolean returning;
    private Optional<Position> seen = Optional.empty();
    private Position position;
    private Replayer replayer;

    protected LiveSession(String id, WireFormat format, OutboundQueue queue) {
        this.id = id;
        this.format = format;
        this.queue = queue;
    }

    public final String id() {
        return id;
    }

    /** Sends what is queued, if nothing is being sent; must not wait. Called after each change of the queue. */
    protected abstract void flush();

    /** Ends the session, once; later calls have no effect. Must not wait. */
    public abstract void close(Disconnect reason);

    /** Looks at the session's own timers; called by the sweep, about ten times within the shortest of them. */
    protected abstract void sweep();

    /** Some of what the client missed is gone: it must be told. Called before what is left is sent. */
    protected abstract void onGap();

    /** Nothing was published yet: what the client would name if it came back. Called before anything is sent. */
    protected void onStart(Position from) {
    }

    protected final OutboundQueue queue() {
        return queue;
    }

    /** Queues a frame and sends it as soon as possible; a client with no room for it is closed as too slow. */
    protected final void send(Frame frame) {
        if (queue.offer(frame)) {
            flush();
        } else {
            close(Disconnect.TOO_SLOW);
        }
    }

    /** From now on the session hears these channels live. */
    protected final synchronized void hear(Set<String> live) {
        channels = Set.copyOf(live);
        mode = Mode.LIVE;
    }

    /**
     * From now on the session hears these channels, after the replayer has sent what came since the position that the client
     * last saw. A client that saw none begins with the last publication of each channel.
     *
     * @param lastSeen what the client says; null if it is new
     */
    protected final void hearAfterReplay(Set<String> later, String lastSeen, Replayer by) {
        synchronized (this) {
            channels = Set.copyOf(later);
            mode = Mode.CATCHING_UP;
            returning = lastSeen != null;
            seen = Position.parse(lastSeen);
            replayer = by;
        }
        by.enqueue(this);
    }

    /** To be called by the door when the queue is empty: a replay that found it full goes on. */
    protected final void drained() {
        if (isCatchingUp()) {
            replayer.enqueue(this);
        }
    }

    protected final synchronized void silence() {
        mode = Mode.SILENT;
    }

    final synchronized Set<String> channels() {
        return channels;
    }

    final synchronized boolean isCatchingUp() {
        return mode == Mode.CATCHING_UP;
    }

    /** The tail thread's offer: one publication in the order of the journal. */
    final void publish(Publication publication, Encoded encoded) {
        synchronized (this) {
            if (mode == Mode.SILENT || !channels.contains(publication.channel())) {
                return;
            }
            if (mode == Mode.CATCHING_UP) {
                passedBy = true;
                return;
            }
            if (wasReplayed(publication)) {
                return;
            }
        }
        send(encoded.in(format));
    }

    /** The replay reads what is committed, and may be ahead of the tail thread. */
    private boolean wasReplayed(Publication publication) {
        return position != null && position.epoch().equals(publication.position().epoch()) && publication.offset() <= position.offset();
    }

    /** Where the replay goes on; null before its first step. */
    final synchronized Position position() {
        return position;
    }

    final synchronized void moveTo(Position reached) {
        position = reached;
    }

    final synchronized boolean isReturning() {
        return returning;
    }

    final synchronized Optional<Position> seen() {
        return seen;
    }

    /** Queues as much of this as there is room for, and moves on; false if some is left for when the queue is empty. */
    final boolean replay(List<Publication> missed) {
        boolean room = true;
        for (int i = 0; room && i < missed.size(); i++) {
            room = queue.offer(format.encode(missed.get(i)));
            if (room) {
                moveTo(missed.get(i).position());
            }
        }
        flush();
        return room;
    }

    /** Forgets who passed by: to be called before the look at the journal that is to be the last. */
    final synchronized void lookAgain() {
        passedBy = false;
    }

    /** Whether the session is live now: not if something passed by since {@link #lookAgain}. */
    final synchronized boolean becomeLive() {
        if (mode == Mode.CATCHING_UP && !passedBy) {
            mode = Mode.LIVE;
        }
        return mode != Mode.CATCHING_UP;
    }
}
