package org.carillon.tasks;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.configuration.Database;
import org.carillon.journal.Journal;
import org.carillon.monitoring.HealthCheck;
import org.carillon.monitoring.MonotonicClock;
import org.carillon.nodes.Lease;
import org.carillon.runs.Completions;
import org.carillon.runs.RunTable;
import org.carillon.runs.Watch;
import org.carillon.runs.Workers;
import org.carillon.triggers.Triggers;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Claims what is due and hands it to the workers. {@link #tick} is called by one thread at a time, as often as it asks for;
 * the rest is safe for several.
 */
@Singleton
public class Timetable implements HealthCheck {

    /** The longest time between two looks at the schedule: how soon another node's change is seen. */
    static final Duration MAX_SLEEP = Duration.ofSeconds(1);

    /** The least time between two looks that find nothing to claim, though something is due: another node has it, say. */
    static final Duration PAUSE = Duration.ofMillis(5);

    /** How long a node whose workers were all taken waits until it claims again: a transaction for each that is free would cost more than the wait. */
    static final Duration GATHERING = Duration.ofMillis(5);

    /** How often runs of dead nodes are looked for: what a node had when it died begins elsewhere within its lease and two seconds. */
    static final Duration REAPING = Duration.ofSeconds(1);

    /** How long all workers may be taken while something is due until the log says so: a burst of short runs is over by then. */
    static final Duration STARVED = Duration.ofMinutes(1);

    /** Ten missed looks: the tick is stuck, or the database is away. */
    private static final long STALE_MILLIS = 10_000;

    /** How often cancelled runs, what runs have said, and tasks of scope NODE are looked at. */
    private static final Duration LOOKING = Duration.ofMillis(500);

    private static final System.Logger LOG = System.getLogger(Timetable.class.getName());

    private final TaskCatalogue catalogue;
    private final Definitions definitions;
    private final NodeFires nodeFires;
    private final Database database;
    private final Journal journal;
    private final Lease lease;
    private final Workers workers;
    private final Runner runner;
    private final Completions completions;
    private final Watch watch;
    private final MonotonicClock clock;
    private final Told told;
    private final Wakeup wakeup;
    private volatile boolean ticked;
    private volatile long lastTick;
    private volatile boolean full;
    private volatile Long fullSince;
    private boolean starved;
    private boolean paused;
    private boolean exhausted;
    private long tookAll;
    private long lastReaping;
    private long lastLook;

    @Inject
    Timetable(TaskCatalogue catalogue, Definitions definitions, NodeFires nodeFires, Database database, Journal journal, Lease lease, Workers workers, Runner runner,
            Completions completions, Watch watch, MonotonicClock clock, Told told, Wakeup wakeup) {
        this.catalogue = catalogue;
        this.definitions = definitions;
        this.nodeFires = nodeFires;
        this.database = database;
        this.journal = journal;
        this.lease = lease;
        this.workers = workers;
        this.runner = runner;
        this.completions = completions;
        this.watch = watch;
        this.clock = clock;
        this.told = told;
        this.wakeup = wakeup;
    }

    /** @param sooner what is called when {@link #tick} should be called before its time; must be quick and must not throw */
    public void onWakeup(Runnable sooner) {
        wakeup.onWakeup(sooner);
    }

    /** How a change of what annotations define is made: whoever gives it may record it in the same transaction. */
    @FunctionalInterface
    public interface Arming {

        /** @param change does nothing if all is as it should be; may be made a second time when it lost a race */
        void make(String taskId, boolean isGone, Runnable change);
    }

    /** Finds the deployment's handlers, makes the tasks of their annotations be there, and removes those whose annotations are gone. */
    public void arm(Arming arming) {
        catalogue.load();
        workers.onRelease(this::released);
        catalogue.annotated().forEach((id, definition) -> arming.make(id, false, () -> arm(id, definition)));
        definitions.disarmed().forEach(task -> arming.make(task.id(), true, () -> definitions.remove(task.id(), task.version())));
        lastReaping = clock.nanos();
        lastLook = clock.nanos() - LOOKING.toNanos();
        catalogue.annotated().forEach((id, definition) -> LOG.log(INFO, "Background task started: {0}, {1}.", id, Triggers.of(definition.trigger()).describe()));
    }

    private void arm(String id, Definition definition) {
        try {
            database.jdbi().useTransaction(handle -> definitions.arm(handle, id, definition));
        } catch (JdbiException refused) {
            if (!TaskTable.isTaken(refused)) {
                throw refused;
            }
            // Another node that starts at the same time was faster: what it wrote is looked at now.
            database.jdbi().useTransaction(handle -> definitions.arm(handle, id, definition));
        }
    }

    /** Claims and starts what is due; returns how long nothing more will be. */
    public Duration tick() {
        completions.flush();
        var sleep = MAX_SLEEP;
        if (!catalogue.handlers().isEmpty()) {
            look();
            // A change that another node made is seen within this time, whatever brought this tick forward.
            sleep = MAX_SLEEP.minusMillis(clock.millisSince(lastLook));
            if (!isFull() && workers.isOpen() && lease.isHeld()) {
                sleep = shorter(gathering().orElseGet(this::claim), sleep);
            }
            tellOfStarvation();
        }
        lastTick = clock.nanos();
        ticked = true;
        return sleep;
    }

    /** What is left of the time in which more workers become free; empty if it is over, or some were left. */
    private Optional<Duration> gathering() {
        var left = GATHERING.minusNanos(clock.nanos() - tookAll);
        return exhausted && !left.isNegative() && !left.isZero() ? Optional.of(left) : Optional.empty();
    }

    /** Whether no worker is free; if so, the first that is brings the next tick forward. */
    private boolean isFull() {
        // Said before the look, so that a worker which becomes free between the two is not missed.
        full = true;
        full = workers.free() == 0;
        if (!full) {
            fullSince = null;
            starved = false;
        } else if (fullSince == null) {
            fullSince = clock.nanos();
        }
        return full;
    }

    /** Handlers that hang take worker after worker, and when they have all nothing runs here any more: somebody must be told, once. */
    private void tellOfStarvation() {
        if (fullMillis() >= STARVED.toMillis() && !starved && database.jdbi().withHandle(this::untilNextTime).isZero()) {
            starved = true;
            LOG.log(WARNING, "All {0} workers of this node have been taken for {1} and something is due, which waits: {2}. Cancel what hangs, give its task a hard timeout, or raise carillon.tasks.workers.",
                    workers.size(), Duration.ofMillis(fullMillis()), workers.holders());
        }
    }

    private long fullMillis() {
        var since = fullSince;
        return since == null ? 0 : clock.millisSince(since);
    }

    private void released() {
        if (full) {
            wakeup.now();
        }
    }

    private void look() {
        if (wakeup.takeChange() || clock.millisSince(lastLook) >= LOOKING.toMillis()) {
            lastLook = clock.nanos();
            database.jdbi().useHandle(handle -> nodeFires.refresh(handle, catalogue.handlers(), RunTable.now(handle)));
            watch.look();
        }
    }

    private Duration claim() {
        long asked = clock.nanos();
        var claims = database.jdbi().inTransaction(this::claims);
        if (!claims.drafts().isEmpty()) {
            journal.committed();
        }
        claims.claimed().forEach(assignment -> runner.dispatch(assignment, asked));
        exhausted = claims.isExhausted();
        tookAll = clock.nanos();
        if (exhausted && isFull()) {
            return MAX_SLEEP;
        }
        return paced(database.jdbi().withHandle(this::untilNextTime), claims);
    }

    /** What is due and cannot be claimed, because another node is at it, must not make this one look without a pause. */
    private Duration paced(Duration sleep, Claims claims) {
        boolean idle = claims.claimed().isEmpty() && claims.drafts().isEmpty() && sleep.compareTo(PAUSE) < 0;
        var paced = idle && paused ? PAUSE : sleep;
        paused = idle;
        return paced;
    }

    private Claims claims(Handle handle) {
        var claims = new Claims(handle, lease.node(), definitions, catalogue.handlers(), told, workers.free());
        if (lease.isSettled() && clock.millisSince(lastReaping) >= REAPING.toMillis()) {
            claims.reap(workers.inHand());
            // Else there may be more, for the workers that become free next.
            if (!claims.isExhausted()) {
                lastReaping = clock.nanos();
                claims.bury();
            }
        }
        claims.takeWaiting();
        // Before what another node could take.
        nodeFires.takeDue(claims, lease.node());
        claims.takeDue();
        journal.append(handle, claims.drafts());
        return claims;
    }

    private Duration untilNextTime(Handle handle) {
        var next = Stream.of(ScheduleTable.nextDue(handle, catalogue.handlers()), RunTable.nextWaiting(handle, catalogue.handlers()), nodeFires.due())
                .flatMap(Optional::stream).min(Instant::compareTo).orElse(Instant.MAX);
        var now = RunTable.now(handle);
        if (next.isAfter(now.plus(MAX_SLEEP))) {
            return MAX_SLEEP;
        }
        return next.isBefore(now) ? Duration.ZERO : Duration.between(now, next);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public String name() {
        return "tick";
    }

    @Override
    public Health health() {
        Map<String, Object> facts = new LinkedHashMap<>();
        long age = ticked ? clock.millisSince(lastTick) : -1;
        facts.put("ageMillis", age);
        facts.put("handlers", catalogue.handlers().size());
        facts.put("workers", workers.size());
        facts.put("busyWorkers", workers.inHand().size());
        facts.put("fullMillis", fullMillis());
        // Not down when the workers are all taken: the node's clients are served well, and to send them elsewhere frees no worker.
        return new Health(ticked && age <= STALE_MILLIS && !workers.isExhausted(), facts);
    }
}
