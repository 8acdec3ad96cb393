package org.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
            return run(planned.remove());
        }

        static Duration run(Planned next) throws Exception {
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
    private Runnable within = () -> { };
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
    void aStepThatIsWantedSoonerComesSooner() throws Exception {
        beat.soon();
        assertEquals(0, plans.planned.size(), "nothing is brought forward that was never planned");
        beat.plan(Duration.ofSeconds(3));
        beat.soon();
        beat.soon();
        var late = plans.planned.remove();
        assertTrue(late.future().isCancelled(), "the late one is gone");
        Plans.done(late);
        assertEquals(1, plans.planned.size(), "one is planned, never two, whatever the container says of the late one");
        assertEquals(Duration.ZERO, plans.run(), "at once");
        assertEquals(1, steps);
        assertEquals(Duration.ofSeconds(7), plans.run(), "and then as ever");
    }

    @Test
    void aStepThatIsWantedWhileOneIsTakenFollowsIt() throws Exception {
        within = () -> {
            if (steps == 1) {
                beat.soon();
            }
        };
        beat.plan(Duration.ofSeconds(3));
        plans.run();
        assertEquals(Duration.ZERO, plans.run(), "it may have looked before there was something to see");
        assertEquals(Duration.ofSeconds(7), plans.run(), "once");
        assertEquals(1, plans.planned.size());
    }

    @Test
    void aStepThatBeginsAsItIsBroughtForwardIsTakenOnce() throws Exception {
        beat.plan(Duration.ofSeconds(3));
        beat.soon();
        Plans.run(plans.planned.remove());
        assertEquals(0, steps, "the late one was cancelled too late and finds that another has its place");
        assertEquals(1, plans.planned.size());
        plans.run();
        assertEquals(1, steps);
    }

    @Test
    void afterTheEndNothingIsPlannedAnyMore() throws Exception {
        beat.plan(Duration.ofSeconds(3));
        beat.cancel();
        plans.skip();
        assertEquals(0, plans.planned.size(), "not by a container that skips");
        beat.plan(Duration.ZERO);
        beat.soon();
        assertEquals(0, plans.planned.size(), "and not by anybody else");
    }

    private Duration step() {
        steps++;
        within.run();
        if (failure != null) {
            throw failure;
        }
        return Duration.ofSeconds(7);
    }
}
