package org.carillon.clients;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.Counters;

/**
 * The threads that run users' handlers of clients' events, on the container's. Each client has a {@link Mailbox} and is in the
 * pool's queue at most once, so the queue is no longer than the sessions are many. Safe for use by several threads.
 */
@Singleton
public class HandlerPool {

    /** A thread that has had nothing to do for this long ends. */
    private static final long IDLE_SECONDS = 60;

    /** What waits for handlers may take this part of the heap. */
    private static final int PART_OF_HEAP = 8;

    private final Configuration configuration;
    private final int maxWaiting;
    private final long maxBytes = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    private final AtomicLong bytes = new AtomicLong();
    private volatile ThreadPoolExecutor pool;

    @Inject
    public HandlerPool(Configuration configuration, Counters counters) {
        this.configuration = configuration;
        this.maxWaiting = configuration.integer(Setting.CLIENT_BACKLOG);
        counters.gauge("carillon_client_backlog_bytes", "Bytes of clients' events that wait for their handlers", bytes::get);
    }

    public void start(ThreadFactory threads) {
        int workers = configuration.integer(Setting.CLIENT_WORKERS);
        var made = new ThreadPoolExecutor(workers, workers, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(configuration.integer(Setting.SESSIONS) + workers), threads);
        made.allowCoreThreadTimeOut(true);
        pool = made;
    }

    /** Waits for what is queued as long as the setting says, then interrupts it. */
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

    /** The order of one client's events. */
    public Mailbox newMailbox() {
        return new Mailbox(this, maxWaiting);
    }

    /** False if there is no more room, in the pool or in the part of the heap. */
    boolean take(int size) {
        if (bytes.addAndGet(size) > maxBytes) {
            bytes.addAndGet(-size);
            return false;
        }
        return true;
    }

    void give(int size) {
        bytes.addAndGet(-size);
    }

    /** @throws java.util.concurrent.RejectedExecutionException if the node is stopping or has more clients than sessions are allowed */
    void execute(Runnable turn) {
        pool.execute(turn);
    }
}
