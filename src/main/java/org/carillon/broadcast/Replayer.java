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
 * Brings subscriptions up to date with the journal, one batch at a time and in turn, on one thread: however many come back at
 * once, the database sees one reader. {@link #run} belongs to that thread; the rest is safe for several.
 */
@Singleton
public class Replayer implements Runnable {

    /** Publications read for one subscription in one turn; what its queue has no room for is read again later. */
    private static final int BATCH = 64;

    /** The pause after the database was found to be away. */
    private static final long RETRY_MILLIS = 1_000;

    private static final System.Logger LOG = System.getLogger(Replayer.class.getName());

    private final Journal journal;
    private final Set<Subscription> waiting = new LinkedHashSet<>();
    private boolean stopped;

    @Inject
    Replayer(Journal journal) {
        this.journal = journal;
    }

    /** Gives the subscription a turn, if it is catching up by then. */
    public synchronized void enqueue(Subscription subscription) {
        waiting.add(subscription);
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
            for (var subscription = next(); subscription != null; subscription = next()) {
                tryStep(subscription);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Subscription next() throws InterruptedException {
        while (waiting.isEmpty() && !stopped) {
            wait();
        }
        return stopped ? null : first();
    }

    private synchronized Subscription first() {
        Iterator<Subscription> all = waiting.iterator();
        var subscription = all.hasNext() ? all.next() : null;
        waiting.remove(subscription);
        return subscription;
    }

    private void tryStep(Subscription subscription) throws InterruptedException {
        try {
            step(subscription);
        } catch (RuntimeException away) {
            LOG.log(WARNING, "The journal could not be read for session " + subscription.session().id() + "; it is tried again in " + RETRY_MILLIS + " ms.", away);
            enqueue(subscription);
            pause();
        }
    }

    private synchronized void pause() throws InterruptedException {
        if (!stopped) {
            wait(RETRY_MILLIS);
        }
    }

    /** One turn, if any is asked for. For tests. */
    boolean stepIfWaiting() {
        var subscription = first();
        if (subscription != null) {
            step(subscription);
        }
        return subscription != null;
    }

    /** One turn of one subscription. */
    void step(Subscription subscription) {
        if (!subscription.isCatchingUp()) {
            return;
        }
        if (subscription.position() == null) {
            begin(subscription);
        }
        subscription.lookAgain();
        var missed = journal.after(subscription.position(), subscription.channels(), BATCH);
        boolean anotherTurn = missed.isEmpty() ? !subscription.becomeLive() : subscription.replay(missed);
        if (anotherTurn) {
            enqueue(subscription);
        }
    }

    private void begin(Subscription subscription) {
        var from = subscription.seen().flatMap(position -> journal.resumable(position, subscription.channels()));
        if (from.isPresent()) {
            subscription.resumeAt(from.get());
        } else if (subscription.beginsWithLast()) {
            beginWithLast(subscription);
        } else {
            var head = journal.head();
            subscription.startAt(head, head);
        }
    }

    /** The head is looked up first, so that what comes in between is sent twice to nobody and missed by nobody. */
    private void beginWithLast(Subscription subscription) {
        Position head = journal.head();
        var last = journal.lastOfEach(subscription.channels());
        subscription.startAt(head.at(0), head);
        if (subscription.replay(last)) {
            long reached = last.stream().mapToLong(Publication::offset).max().orElse(0);
            subscription.moveTo(head.at(Math.max(head.offset(), reached)));
        }
    }
}
