package org.carillon;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A one-shot that plans its own successor in {@code finally}: unlike a fixed-rate schedule it cannot be ended silently by
 * whatever its step throws. Safe for use by several threads.
 */
final class Beat {

    /** The pause after a step that threw: long enough not to fill the log, short enough to be back within a period. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(Beat.class.getName());

    private final String name;
    private final ScheduledExecutorService time;
    private final Supplier<Duration> step;
    private final ReentrantLock stepping = new ReentrantLock();
    private Future<?> planned;
    private boolean stopped;
    private boolean failing;

    /** @param step does one step and returns the pause until the next; must not take longer than 50 ms */
    Beat(String name, ScheduledExecutorService time, Supplier<Duration> step) {
        this.name = name;
        this.time = time;
        this.step = step;
    }

    synchronized void plan(Duration pause) {
        if (stopped) {
            return;
        }
        try {
            planned = time.schedule(this::run, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ending) {
            // The container ends its executors before it tells the application: the stop is on its way.
            stopped = true;
            LOG.log(INFO, "The {0} ends: the container takes no more work.", name);
        }
    }

    /** No step begins after this, and one that is under way has ended when it returns. */
    void cancel() {
        synchronized (this) {
            stopped = true;
            if (planned != null) {
                planned.cancel(false);
            }
        }
        stepping.lock();
        stepping.unlock();
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private void run() {
        stepping.lock();
        try {
            if (!isStopped()) {
                step();
            }
        } finally {
            stepping.unlock();
        }
    }

    private void step() {
        var pause = AFTER_FAILURE;
        try {
            pause = step.get();
            if (failing) {
                failing = false;
                LOG.log(INFO, "The {0} works again.", name);
            }
        } catch (Throwable thrown) {
            if (!failing) {
                failing = true;
                LOG.log(ERROR, "The " + name + " failed; it is tried again every " + AFTER_FAILURE + ".", thrown);
            }
        } finally {
            plan(pause);
        }
    }
}
