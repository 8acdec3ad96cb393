package org.carillon.access;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.carillon.monitoring.MonotonicClock;

/**
 * What must end, but not on the thread that says so: Payara would run one request's end within another's service, or give away a
 * request that it still works on. At most one for each request and connection. Safe for use by several threads.
 */
@Singleton
public class LateEnds {

    /** Between two looks while something waits: the container is about to be done with it. */
    private static final Duration SOON = Duration.ofMillis(5);

    /** Between two looks while nothing does. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(LateEnds.class.getName());

    /** An end that waits. */
    @FunctionalInterface
    interface End {

        /** False if it is too early still. */
        boolean tryNow() throws Exception;
    }

    private final Queue<End> waiting = new ConcurrentLinkedQueue<>();
    private final MonotonicClock clock;
    private volatile Runnable wakeup = () -> { };

    @Inject
    LateEnds(MonotonicClock clock) {
        this.clock = clock;
    }

    /** Called when there is something to do before the pause is over. */
    public void onWakeup(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    void add(End end) {
        waiting.add(end);
        wakeup.run();
    }

    /** Not now, but a moment from now, when the container's threads are out of what they are in. */
    void later(End end) {
        long since = clock.nanos();
        add(() -> clock.millisSince(since) >= SOON.toMillis() && end.tryNow());
    }

    /** Now, if it can be. */
    void nowOrAdd(End end) {
        if (!tryNow(end)) {
            add(end);
        }
    }

    /** Ends what can be ended by now; returns the pause until the next look. */
    public Duration sweep() {
        waiting.removeIf(LateEnds::tryNow);
        return waiting.isEmpty() ? IDLE : SOON;
    }

    private static boolean tryNow(End end) {
        try {
            return end.tryNow();
        } catch (Exception gone) {
            LOG.log(DEBUG, "It had ended before.", gone);
            return true;
        }
    }
}
