package org.carillon;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedExecutors;
import jakarta.enterprise.concurrent.ManagedTaskListener;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A one-shot that plans its own successor in {@code finally}: unlike a fixed-rate schedule it cannot be ended silently by
 * whatever its step throws, nor by a container that skips it because the server is suspended. Safe for use by several threads.
 */
final class Beat implements ManagedTaskListener {

    /** The pause after a step that threw: long enough not to fill the log, short enough to be back within a period. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** The pause after the container skipped a step: it does so only while the server is suspended, and a resumed one is soon back. */
    private static final Duration AFTER_SKIP = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(Beat.class.getName());

    private final String name;
    private final ScheduledExecutorService time;
    private final Supplier<Duration> step;
    private final ReentrantLock stepping = new ReentrantLock();
    private final ClassLoader classes = Thread.currentThread().getContextClassLoader();
    private Future<?> planned;
    private long number;
    private boolean begun;
    private boolean wanted;
    private boolean stopped;
    private boolean failing;

    /** @param step does one step and returns the pause until the next, or null after the last; must not take longer than 50 ms */
    Beat(String name, ScheduledExecutorService time, Supplier<Duration> step) {
        this.name = name;
        this.time = time;
        this.step = step;
    }

    synchronized void plan(Duration pause) {
        if (stopped) {
            return;
        }
        begun = false;
        try {
            // A Callable, because WildFly logs a stack trace for a Runnable that it skips.
            long mine = ++number;
            Callable<Void> once = () -> run(mine);
            planned = within(ClassLoader.getPlatformClassLoader(), () -> time.schedule(ManagedExecutors.managedTask(once, this), pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException ending) {
            // The container ends its executors before it tells the application: the stop is on its way.
            stopped = true;
            LOG.log(INFO, "The {0} ends: the container takes no more work.", name);
        }
    }

    /**
     * With another context class loader. Each time that something is planned Payara looks for services in every JAR of that one, and a busy node plans
     * hundreds of steps a second: a third of its processor time went there. The platform's has none; the step has the application's again.
     */
    private static <T> T within(ClassLoader loader, Supplier<T> action) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Brings the next step forward: it is taken at once, or right after the one that is under way. Has no effect before the first is planned. */
    synchronized void soon() {
        if (planned == null || wanted) {
            return;
        }
        wanted = true;
        if (!begun) {
            var late = planned;
            plan(Duration.ZERO);
            late.cancel(false);
        }
    }

    private synchronized void planNext(Duration pause) {
        plan(wanted ? Duration.ZERO : pause);
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

    /** The container has done with the task, whether it ran it or not. */
    @Override
    public synchronized void taskDone(Future<?> future, ManagedExecutorService executor, Object task, Throwable exception) {
        if (future == planned && !begun) {
            plan(AFTER_SKIP);
        }
    }

    @Override
    public void taskSubmitted(Future<?> future, ManagedExecutorService executor, Object task) {
        // Only the end of a task is of interest.
    }

    @Override
    public void taskStarting(Future<?> future, ManagedExecutorService executor, Object task) {
        // Also said of a task that is then skipped.
    }

    @Override
    public void taskAborted(Future<?> future, ManagedExecutorService executor, Object task, Throwable exception) {
        // Said before taskDone.
    }

    /** False for one whose place another has taken: it was cancelled when it had begun already. */
    private synchronized boolean begin(long mine) {
        if (stopped || mine != number) {
            return false;
        }
        begun = true;
        wanted = false;
        return true;
    }

    private Void run(long mine) {
        stepping.lock();
        try {
            if (begin(mine)) {
                within(classes, () -> {
                    step();
                    return null;
                });
            }
        } finally {
            stepping.unlock();
        }
        return null;
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
            if (pause != null) {
                planNext(pause);
            }
        }
    }
}
