package org.carillon.broadcast;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.journal.Journal;
import org.carillon.journal.Recent;
import org.carillon.monitoring.Counters;

/**
 * Brings subscriptions up to date with the journal, in rounds, on one thread: however many come back at once, the database sees
 * one reader. {@link #run} belongs to that thread; the rest is safe for several.
 */
@Singleton
public class Replayer implements Runnable {

    /** The pause after the database was found to be away. */
    private static final long RETRY_MILLIS = 1_000;

    private static final System.Logger LOG = System.getLogger(Replayer.class.getName());

    private final Journal journal;
    private final Recent recent;
    private final LongAdder reads;
    private final Set<Subscription> waiting = new LinkedHashSet<>();
    private boolean stopped;
    private boolean databaseAway;

    @Inject
    Replayer(Journal journal, Recent recent, Counters counters) {
        this.journal = journal;
        this.recent = recent;
        this.reads = counters.counter("carillon_replay_reads_total", "Looks into the database for clients that came or came back; the others were served from memory");
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
            for (var turn = next(); !turn.isEmpty(); turn = next()) {
                tryRound(turn);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everybody who waits; nobody when it is time to end. */
    private synchronized List<Subscription> next() throws InterruptedException {
        while (waiting.isEmpty() && !stopped) {
            wait();
        }
        return stopped ? List.of() : takeAll();
    }

    private synchronized List<Subscription> takeAll() {
        var all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    private void tryRound(List<Subscription> turn) throws InterruptedException {
        try {
            if (round(turn) && databaseAway) {
                databaseAway = false;
                LOG.log(INFO, "The journal can be read again for clients that come back.");
            }
        } catch (RuntimeException away) {
            if (!databaseAway) {
                databaseAway = true;
                LOG.log(WARNING, "The journal could not be read for clients that come back; it is tried again every " + RETRY_MILLIS + " ms.", away);
            }
            pause();
        }
    }

    private synchronized void pause() throws InterruptedException {
        if (!stopped) {
            wait(RETRY_MILLIS);
        }
    }

    /** Returns whether the database was asked. */
    private boolean round(Collection<Subscription> turn) {
        var round = new Round(journal, recent, reads, turn);
        try {
            round.run();
            return round.hasAsked();
        } finally {
            round.left().forEach(this::enqueue);
        }
    }

    /** One turn of all that wait; false if nobody does. For tests. */
    boolean stepIfWaiting() {
        var turn = takeAll();
        round(turn);
        return !turn.isEmpty();
    }

    /** One turn of one subscription. For tests. */
    void step(Subscription subscription) {
        round(List.of(subscription));
    }
}
