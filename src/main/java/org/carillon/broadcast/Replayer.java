package org.carillon.broadcast;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.carillon.journal.Journal;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;

/**
 * Brings sessions up to date with the journal, one batch at a time and in turn, on one thread: however many come back at
 * once, the database sees one reader. {@link #run} belongs to that thread; the rest is safe for several.
 */
@Singleton
public class Replayer implements Runnable {

    /** Publications read for one session in one turn; what its queue has no room for is read again later. */
    private static final int BATCH = 64;

    /** The pause after the database was found to be away. */
    private static final long RETRY_MILLIS = 1_000;

    private static final System.Logger LOG = System.getLogger(Replayer.class.getName());

    private final Journal journal;
    private final Set<LiveSession> waiting = new LinkedHashSet<>();
    private boolean stopped;

    @Inject
    Replayer(Journal journal) {
        this.journal = journal;
    }

    /** Gives the session a turn, if it is catching up by then. */
    public synchronized void enqueue(LiveSession session) {
        waiting.add(session);
        notifyAll();
    }

    /** Ends {@link #run} soon. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** The loop; returns after {@link #stop} or an interrupt. */
    @Override
    public void run() {
        try {
            for (var session = next(); session != null; session = next()) {
                tryStep(session);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized LiveSession next() throws InterruptedException {
        while (waiting.isEmpty() && !stopped) {
            wait();
        }
        if (stopped) {
            return null;
        }
        Iterator<LiveSession> first = waiting.iterator();
        var session = first.next();
        first.remove();
        return session;
    }

    private void tryStep(LiveSession session) throws InterruptedException {
        try {
            step(session);
        } catch (RuntimeException away) {
            LOG.log(WARNING, "The journal could not be read for session " + session.id() + "; it is tried again in " + RETRY_MILLIS + " ms.", away);
            enqueue(session);
            pause();
        }
    }

    private synchronized void pause() throws InterruptedException {
        if (!stopped) {
            wait(RETRY_MILLIS);
        }
    }

    /** One turn of one session. */
    void step(LiveSession session) {
        if (!session.isCatchingUp()) {
            return;
        }
        if (session.position() == null) {
            begin(session);
        }
        session.lookAgain();
        var missed = journal.after(session.position(), session.channels(), BATCH);
        boolean anotherTurn = missed.isEmpty() ? !session.becomeLive() : session.replay(missed);
        if (anotherTurn) {
            enqueue(session);
        }
    }

    private void begin(LiveSession session) {
        var seen = session.seen();
        var from = seen.flatMap(position -> journal.resumable(position, session.channels()));
        if (from.isPresent()) {
            session.moveTo(from.get());
            return;
        }
        if (session.isReturning()) {
            session.onGap();
        }
        beginWithLast(session);
    }

    /** The head is looked up first, so that what comes in between is sent twice to nobody and missed by nobody. */
    private void beginWithLast(LiveSession session) {
        Position head = journal.head();
        var last = journal.lastOfEach(session.channels());
        session.moveTo(head.at(0));
        if (last.isEmpty()) {
            session.onStart(head);
        }
        if (session.replay(last)) {
            long reached = last.stream().mapToLong(Publication::offset).max().orElse(0);
            session.moveTo(head.at(Math.max(head.offset(), reached)));
        }
    }
}
