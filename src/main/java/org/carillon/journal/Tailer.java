package org.carillon.journal;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.HealthCheck;
import org.carillon.monitoring.MonotonicClock;

/**
 * Reads the journal to its end, again and again, and fires each publication as a CDI event: synchronously, so that the
 * journal's order is the order that everybody sees. {@link #run} belongs to one thread; the rest is safe for several.
 */
@Singleton
public class Tailer implements Runnable, HealthCheck {

    /** Publications read at once: bounds memory to 64 KiB times this. */
    private static final int BATCH = 100;

    /** Ten missed polls at least: the tail thread is stuck in an observer, or the database is away. */
    private static final long STALE_MILLIS = 10_000;

    private static final System.Logger LOG = System.getLogger(Tailer.class.getName());

    private final Journal journal;
    private final Recent recent;
    private final Event<Publication> publications;
    private final MonotonicClock clock;
    private final LongAdder told;
    private final LongAdder observerFailures;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean stopped;
    private volatile Position position;
    /** What stands at the position; null if nothing does. */
    private Publication last;
    private volatile long lastPass;
    private boolean databaseAway;
    private boolean atEnd;

    @Inject
    Tailer(Journal journal, Recent recent, Event<Publication> publications, MonotonicClock clock, Counters counters) {
        this.journal = journal;
        this.recent = recent;
        this.publications = publications;
        this.clock = clock;
        this.told = counters.counter("carillon_publications_total", "Publications that this node told its clients");
        this.observerFailures = counters.counter("carillon_observer_failures_total", "Exceptions that observers of a publication threw");
    }

    /** Takes the journal's end as the beginning: what is older is replayed on request only. */
    public void start() {
        moveTo(journal.head());
        recent.fill(journal);
        lastPass = clock.nanos();
        journal.onCommit(wake::release);
    }

    /** Ends {@link #run} soon. */
    public void stop() {
        stopped = true;
        wake.release();
    }

    /** The loop; returns after {@link #stop} or an interrupt. */
    @Override
    public void run() {
        try {
            while (!stopped) {
                // Behind a page that was not full nothing more was there: who commits after the look wakes this one again.
                if (!pass() || atEnd) {
                    wake.tryAcquire(journal.pollMillis(), TimeUnit.MILLISECONDS);
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String name() {
        return "tailer";
    }

    @Override
    public Health health() {
        Map<String, Object> facts = new LinkedHashMap<>();
        long age = clock.millisSince(lastPass);
        boolean started = position != null;
        facts.put("position", started ? position.toString() : "none");
        facts.put("ageMillis", age);
        return new Health(started && age <= STALE_MILLIS, facts);
    }

    /** One look at the journal; false if it is time to wait. */
    boolean pass() {
        try {
            List<Publication> found = journal.from(position, BATCH + 1);
            if (databaseAway) {
                databaseAway = false;
                LOG.log(INFO, "The journal can be read again, from {0} on.", position);
            }
            atEnd = found.size() <= BATCH;
            boolean again = !found.isEmpty() && found.get(0).offset() == position.offset();
            boolean replaced = again && last != null && !last.equals(found.get(0));
            List<Publication> batch = replaced ? List.of() : found.subList(again ? 1 : 0, found.size());
            batch.forEach(this::tell);
            if (batch.isEmpty()) {
                checkLife(replaced);
            }
            lastPass = clock.nanos();
            return !batch.isEmpty();
        } catch (RuntimeException away) {
            if (!databaseAway && !stopped) {
                databaseAway = true;
                LOG.log(WARNING, "The journal cannot be read; trying again every " + journal.pollMillis() + " ms.", away);
            }
            return false;
        }
    }

    /** @param replaced whether another publication stands where the last one stood that was told */
    private void checkLife(boolean replaced) {
        var head = journal.head();
        boolean older = head.epoch().equals(position.epoch()) && (replaced || head.offset() < position.offset());
        if (older) {
            head = journal.newLife();
            LOG.log(WARNING, "The journal ends at {0} and does not hold what was told as {1}: an older database was put in its place. "
                    + "A new epoch begins, and clients that return are told of a gap.", head, position);
        }
        if (!head.epoch().equals(position.epoch())) {
            moveTo(head);
        }
    }

    private void moveTo(Position head) {
        last = journal.from(head, 1).stream().filter(found -> found.position().equals(head)).findFirst().orElse(null);
        position = head;
        recent.restart(head);
    }

    private void tell(Publication publication) {
        // Before it is told, so that whoever it passed by while catching up finds it here.
        recent.add(publication);
        try {
            publications.fire(publication);
        } catch (Throwable failed) {
            // An observer is somebody else's code: its failure must end neither the loop nor anybody's order.
            observerFailures.increment();
            LOG.log(ERROR, "An observer of publication " + publication.position() + " failed.", failed);
        }
        told.increment();
        last = publication;
        position = publication.position();
    }
}
