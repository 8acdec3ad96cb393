package org.carillon.tasks;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.configuration.Database;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.HealthCheck;
import org.carillon.monitoring.MonotonicClock;
import org.carillon.nodes.Lease;
import org.jdbi.v3.core.Handle;

/**
 * Claims what is due and hands it to the workers. {@link #tick} is called by one thread at a time, as often as it asks for;
 * the rest is safe for several.
 */
@Singleton
public class Timetable implements HealthCheck {

    /** The longest time between two looks at the schedule: how soon another node's change is seen. */
    static final Duration MAX_SLEEP = Duration.ofSeconds(1);

    /** How soon to look again when fires are due and no worker is free. */
    static final Duration BUSY = Duration.ofMillis(50);

    /** How often runs of dead nodes are looked for. */
    static final Duration REAPING = Duration.ofSeconds(2);

    /** Ten missed looks: the tick is stuck, or the database is away. */
    private static final long STALE_MILLIS = 10_000;

    private static final System.Logger LOG = System.getLogger(Timetable.class.getName());

    private final TaskCatalogue tasks;
    private final Database database;
    private final Lease lease;
    private final Workers workers;
    private final Runner runner;
    private final Completions completions;
    private final MonotonicClock clock;
    private final LongAdder skipped;
    private final LongAdder reclaimed;
    private volatile boolean ticked;
    private volatile long lastTick;
    private long lastReaping;

    @Inject
    Timetable(TaskCatalogue tasks, Database database, Lease lease, Workers workers, Runner runner, Completions completions,
            MonotonicClock clock, Counters counters) {
        this.tasks = tasks;
        this.database = database;
        this.lease = lease;
        this.workers = workers;
        this.runner = runner;
        this.completions = completions;
        this.clock = clock;
        this.skipped = counters.counter("carillon_fires_skipped_total", "Fires that did not run, because the one before was still running");
        this.reclaimed = counters.counter("carillon_runs_reclaimed_total", "Runs that were taken over from a node that had died");
    }

    /** Finds the deployment's tasks and makes their schedules be there. */
    public void arm() {
        tasks.load();
        database.jdbi().useTransaction(handle -> tasks.all().forEach(task -> TaskTable.arm(handle, task)));
        lastReaping = clock.nanos();
        tasks.all().forEach(task -> LOG.log(INFO, "Background task started: {0}, {1}.", task.id(), task.trigger().text()));
    }

    /** Claims and starts what is due; returns how long nothing more will be. */
    public Duration tick() {
        completions.flush();
        var sleep = MAX_SLEEP;
        if (lease.isHeld() && !tasks.all().isEmpty()) {
            int free = workers.free();
            var claims = free == 0 ? List.<Claim>of() : database.jdbi().inTransaction(handle -> claim(handle, free));
            claims.forEach(runner::dispatch);
            sleep = free == 0 ? BUSY : database.jdbi().inTransaction(this::untilNextFire);
        }
        lastTick = clock.nanos();
        ticked = true;
        return sleep;
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
        facts.put("tasks", tasks.all().size());
        return new Health(ticked && age <= STALE_MILLIS, facts);
    }

    private List<Claim> claim(Handle handle, int free) {
        var claims = new ArrayList<>(reap(handle, free));
        var now = TaskTable.now(handle);
        TaskTable.due(handle, now, ids(), free - claims.size()).stream()
                .map(due -> claim(handle, due, now)).flatMap(Optional::stream).forEach(claims::add);
        return claims;
    }

    private Optional<Claim> claim(Handle handle, TaskTable.Due due, Instant now) {
        var trigger = task(due.taskId()).trigger();
        var fireAt = trigger.latest(now);
        if (fireAt.isBefore(due.fireAt())) {
            fireAt = due.fireAt();
        }
        if (fireAt.isAfter(due.fireAt())) {
            LOG.log(INFO, "Task {0} missed its fires from {1} on; it catches up with that of {2}.", due.taskId(), due.fireAt(), fireAt);
        }
        TaskTable.advance(handle, due, trigger.after(fireAt));
        var claim = Claim.first(due.taskId(), fireAt);
        boolean busy = TaskTable.isRunning(handle, due.taskId());
        if (busy) {
            skipped.increment();
            LOG.log(WARNING, "Task {0} skips its fire of {1}: the one before is still running.", due.taskId(), fireAt);
        }
        boolean claimed = TaskTable.insert(handle, claim, busy ? RunState.SKIPPED : RunState.CLAIMED, lease.node());
        return claimed && !busy ? Optional.of(claim) : Optional.empty();
    }

    private List<Claim> reap(Handle handle, int free) {
        if (!lease.isSettled() || clock.millisSince(lastReaping) < REAPING.toMillis()) {
            return List.of();
        }
        lastReaping = clock.nanos();
        var taken = TaskTable.lost(handle, lease.node(), workers.inHand(), ids(), free).stream()
                .map(lost -> TaskTable.take(handle, lost, lease.node())).toList();
        for (Claim claim : taken) {
            reclaimed.increment();
            LOG.log(WARNING, "Task {0}: the run of {1} was lost with its node; attempt {2} starts here.", claim.taskId(), claim.fireAt(), claim.attempt());
        }
        return taken;
    }

    private Duration untilNextFire(Handle handle) {
        return TaskTable.nextFire(handle, ids())
                .map(next -> Duration.between(TaskTable.now(handle), next))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX_SLEEP) < 0 ? wait : MAX_SLEEP)
                .orElse(MAX_SLEEP);
    }

    private List<String> ids() {
        return tasks.all().stream().map(TaskDefinition::id).toList();
    }

    private TaskDefinition task(String id) {
        return Objects.requireNonNull(tasks.get(id), id);
    }
}
