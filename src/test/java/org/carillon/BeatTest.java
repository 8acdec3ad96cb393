package org.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.enterprise.concurrent.ManagedTask;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BeatTest {

    private record Planned(Callable<?> task, ScheduledFuture<?> future, Duration pause) {
    }

    /** Keeps what is planned until the test says that its time has come, and has no thread. */
    private static final class Plans extends ScheduledThreadPoolExecutor {

        private final Queue<Planned> planned = new ArrayDeque<>();

        Plans() {
            super(0);
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
            ScheduledFuture<V> future = super.schedule(() -> null, 1, TimeUnit.DAYS);
            planned.add(new Planned(task, future, Duration.of(delay, unit.toChronoUnit())));
            return future;
        }

        Duration run() throws Exception {
            var next = planned.remove();
            next.task().call();
            done(next);
            return next.pause();
        }

        /** What WildFly does while the server is suspended. */
        Duration skip() {
            var next = planned.remove();
            done(next);
            return next.pause();
        }

        private static void done(Planned next) {
            ((ManagedTask) next.task()).getManagedTaskListener().taskDone(next.future(), null, next.task(), null);
        }
    }

    private final Plans plans = new Plans();
    private int steps;
    private RuntimeException failure;
    private final Beat beat = new Beat("test", plans, this::step);

    @AfterEach
    void end() {
        plans.shutdownNow();
    }

    @Test
    void eachStepPlansItsSuccessorOnce() throws Exception {
        beat.plan(Duration.ofSeconds(3));
        assertEquals(Duration.ofSeconds(3), plans.run(), "the first when it was asked for");
        assertEquals(Duration.ofSeconds(7), plans.run(), "the next when the step says");
        assertEquals(2, steps, "both were taken");
        assertEquals(1, plans.planned.size(), "one is planned, never two");
    }

    @Test
    void aStepThatThrowsIsTakenAgain() throws Exception {
        failure = new IllegalStateException("on purpose");
        beat.plan(Duration.ZERO);
        plans.run();
        failure = null;
        assertEquals(Duration.ofSeconds(1), plans.run(), "a second later");
        assertEquals(2, steps, "and then it goes on");
    }

    @Test
    void aServerThatWasSuspendedAndGoesOnFindsTheBeatAlive() throws Exception {
        beat.plan(Duration.ofSeconds(3));
        plans.skip();
        assertEquals(Duration.ofSeconds(1), plans.skip(), "it is tried again while the container skips it");
        assertEquals(0, steps, "nothing is done meanwhile");
        plans.run();
        assertEquals(1, steps, "then it goes on");
        assertEquals(1, plans.planned.size(), "one is planned, never two");
    }

    @Test
    void afterTheEndNothingIsPlannedAnyMore() throws Exception {
        beat.plan(Duration.ofSeconds(3));
        beat.cancel();
        plans.skip();
        assertEquals(0, plans.planned.size(), "not by a container that skips");
        beat.plan(Duration.ZERO);
        assertEquals(0, plans.planned.size(), "and not by anybody else");
    }

    private Duration step() {
        steps++;
        if (failure != null) {
            throw failure;
        }
        return Duration.ofSeconds(7);
    }
}
