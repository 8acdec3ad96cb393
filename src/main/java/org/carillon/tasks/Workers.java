package org.carillon.tasks;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.Counters;

/**
 * The threads that run handlers, and the runs that this node has in hand: from the claim until the result is committed. Both
 * are bounded by the number of workers, so a database that is away stops the claiming and not the heap. Safe for use by
 * several threads.
 */
@Singleton
public class Workers {

    /** A thread that has had nothing to do for this long ends. */
    private static final long IDLE_SECONDS = 60;

    /** Retention runs beside the handlers, so that a node whose workers are all busy still forgets. */
    private static final int HOUSEKEEPING = 1;

    private final Configuration configuration;
    private final Map<UUID, Claim> inHand = new ConcurrentHashMap<>();
    private volatile ThreadPoolExecutor pool;
    private volatile int size;

    @Inject
    Workers(Configuration configuration, Counters counters) {
        this.configuration = configuration;
        counters.gauge("carillon_runs_in_hand", "Runs that this node has claimed and not yet recorded", inHand::size);
    }

    /** Makes the pool on the container's threads. */
    public void start(ThreadFactory threads) {
        size = configuration.integer(Setting.TASK_WORKERS);
        pool = new ThreadPoolExecutor(0, size + HOUSEKEEPING, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    /** Waits for the runs in hand as long as the setting says, then interrupts them. */
    public void stop() {
        if (pool == null) {
            return;
        }
        pool.shutdown();
        try {
            if (!pool.awaitTermination(configuration.millis(Setting.STOP_GRACE), TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
                pool.awaitTermination(configuration.millis(Setting.STOP_GRACE), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException asked) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    boolean isStopping() {
        return pool.isShutdown();
    }

    int free() {
        return pool.isShutdown() ? 0 : Math.max(0, size - inHand.size());
    }

    Set<UUID> inHand() {
        return inHand.keySet();
    }

    void run(Claim claim, Runnable work) {
        inHand.put(claim.runId(), claim);
        try {
            pool.execute(work);
        } catch (RuntimeException refused) {
            // Stopping: the claim is in the database and will be taken up by whoever lives.
            release(claim);
        }
    }

    /** Runs housekeeping if a thread is free; the next turn comes soon. */
    void runIfIdle(Runnable work) {
        if (!pool.isShutdown() && pool.getActiveCount() <= size) {
            pool.execute(work);
        }
    }

    void release(Claim claim) {
        inHand.remove(claim.runId());
    }
}
