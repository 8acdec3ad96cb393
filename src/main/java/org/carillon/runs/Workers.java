package org.carillon.runs;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.carillon.api.TaskStopped.Reason;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.Counters;
import org.carillon.nodes.Drain;
import org.carillon.nodes.Lease;

/**
 * The threads that run handlers, and the runs that this node has in hand: from the claim until the result is committed. Both
 * are bounded by the number of workers, so a database that is away stops the claiming and not the heap. A thread whose
 * handler does not return is given up: its run is recorded without it, and a spare thread takes its place; there are as many
 * spare threads as workers, and when they are used up the node takes less. Safe for use by several threads.
 */
@Singleton
public class Workers {

    /** A thread that has had nothing to do for this long ends. */
    private static final long IDLE_SECONDS = 60;

    /** How long a stopping node waits for handlers that it has interrupted: with the grace it must end before orchestrators kill. */
    private static final long INTERRUPTED_MILLIS = 1_000;

    /**
     * Housekeeping runs beside the handlers, so that a node whose workers are all busy, or lost, still forgets; and one part of it that takes
     * long does not keep another waiting.
     */
    private static final int HOUSEKEEPING = 2;

    /** Runs that an explanation names. */
    private static final int NAMED = 10;

    private static final System.Logger LOG = System.getLogger(Workers.class.getName());

    private final Configuration configuration;
    private final Drain drain;
    private final Map<UUID, LiveRun> inHand = new ConcurrentHashMap<>();
    private final AtomicInteger stuck = new AtomicInteger();
    private final AtomicInteger keeping = new AtomicInteger();
    private final LongAdder abandoned;
    private volatile Runnable onRelease = () -> { };
    private volatile ThreadPoolExecutor pool;
    private volatile int size;

    @Inject
    Workers(Configuration configuration, Counters counters, Drain drain) {
        this.configuration = configuration;
        this.drain = drain;
        this.abandoned = counters.counter("carillon_runs_abandoned_total", "Runs that were recorded without their handler, which did not return when it was interrupted");
        counters.gauge("carillon_runs_in_hand", "Runs that this node has claimed and not yet recorded", inHand::size);
        counters.gauge("carillon_threads_stuck", "Threads whose handlers do not return", stuck::get);
    }

    /** @param free what is called when a worker may have become free, by whichever thread; must be quick and must not throw */
    public void onRelease(Runnable free) {
        onRelease = free;
    }

    /** Makes the pool on the container's threads. */
    public void start(ThreadFactory threads) {
        size = configuration.integer(Setting.TASK_WORKERS);
        pool = new ThreadPoolExecutor(0, 2 * size + HOUSEKEEPING, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    /**
     * Waits for the runs in hand as long as the setting says, then interrupts their handlers. A thread that is just writing to
     * the database is never interrupted.
     *
     * @param meanwhile what is done on this thread each time that the wait has lasted a lease's {@link Lease#RENEWAL}
     */
    void stop(Runnable meanwhile) {
        if (pool == null) {
            return;
        }
        pool.shutdown();
        try {
            long grace = configuration.millis(Setting.STOP_GRACE);
            if (!isOver(grace, meanwhile)) {
                interrupt();
                isOver(Math.min(grace, INTERRUPTED_MILLIS), meanwhile);
            }
        } catch (InterruptedException asked) {
            interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver(long millis, Runnable meanwhile) throws InterruptedException {
        long left = millis;
        for (; left > Lease.RENEWAL.toMillis(); left -= Lease.RENEWAL.toMillis()) {
            if (pool.awaitTermination(Lease.RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            meanwhile.run();
        }
        return pool.awaitTermination(left, TimeUnit.MILLISECONDS);
    }

    private void interrupt() {
        inHand.values().forEach(run -> run.stop(Reason.NODE_STOPPING));
    }

    public boolean isStopping() {
        return pool.isShutdown();
    }

    /** Whether this node is to take runs at all: not when it stops, nor when it is asked to go. */
    public boolean isOpen() {
        return !pool.isShutdown() && !drain.isAsked();
    }

    /** How many runs more this node can take. */
    public int free() {
        return pool.isShutdown() ? 0 : Math.max(0, Math.min(size, 2 * size - stuck.get()) - inHand.size());
    }

    /** How many runs this node works on at once, if no thread is lost. */
    public int size() {
        return size;
    }

    /** The runs that hold the workers, the oldest first, for people. */
    public String holders() {
        var holders = inHand.values().stream().sorted(Comparator.comparing(LiveRun::startTime)).toList();
        return holders.stream().limit(NAMED).map(run -> "run " + run.runId() + " of task " + run.taskId() + " since " + run.startTime()).collect(Collectors.joining(", "))
                + (holders.size() > NAMED ? " and " + (holders.size() - NAMED) + " more" : "");
    }

    /** Whether every spare thread is lost to a handler that does not return, and no worker is left. */
    public boolean isExhausted() {
        return stuck.get() >= 2 * size;
    }

    public Set<UUID> inHand() {
        return inHand.keySet();
    }

    Collection<LiveRun> live() {
        return inHand.values();
    }

    public Optional<LiveRun> find(UUID runId) {
        return Optional.ofNullable(inHand.get(runId));
    }

    public void run(LiveRun run, Runnable work) {
        inHand.put(run.runId(), run);
        try {
            pool.execute(() -> {
                try {
                    work.run();
                } finally {
                    back(run);
                }
            });
        } catch (RuntimeException refused) {
            // Stopping: the claim is in the database and will be taken up by whoever lives.
            release(run.claim());
        }
    }

    /** Runs housekeeping if one of its threads is free; the next turn comes soon. What it throws is logged. */
    public void runIfIdle(Runnable work) {
        if (keeping.incrementAndGet() > HOUSEKEEPING || !isTaken(() -> keep(work))) {
            keeping.decrementAndGet();
        }
    }

    private void keep(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            LOG.log(WARNING, "A part of the housekeeping could not be done; its next turn tries again.", failed);
        } finally {
            keeping.decrementAndGet();
        }
    }

    private boolean isTaken(Runnable work) {
        try {
            pool.execute(work);
            return true;
        } catch (RejectedExecutionException stopping) {
            return false;
        }
    }

    /** The run is not in this node's hand any more, unless it has come back as another attempt. */
    public void release(Claim claim) {
        inHand.computeIfPresent(claim.runId(), (id, run) -> run.fence() == claim.fence() ? null : run);
        onRelease.run();
    }

    /** Goes on without a thread whose handler does not return. */
    void abandon(LiveRun run) {
        run.giveUp(stuck::incrementAndGet);
        abandoned.increment();
        var where = new Throwable("where it is");
        where.setStackTrace(run.stack());
        LOG.log(ERROR, "Task " + run.taskId() + " does not return " + LiveRun.PATIENCE + " after its interrupt (" + run.asked() + "); run " + run.runId()
                + " is recorded without it, and its thread is lost until it does.", where);
    }

    private void back(LiveRun run) {
        if (run.wasGivenUp()) {
            stuck.decrementAndGet();
            onRelease.run();
            LOG.log(ERROR, "Task {0} has returned from run {1}, too late.", run.taskId(), run.runId());
        }
    }
}
