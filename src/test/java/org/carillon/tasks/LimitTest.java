package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.carillon.api.TaskResult;
import org.carillon.api.TaskStopped;
import org.carillon.configuration.Vendor;
import org.carillon.journal.TestJournal;
import org.carillon.runs.RunState;
import org.carillon.runs.Runs.Cancelled;
import org.carillon.server.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler does that its authors did not mean, and what stops it. */
@ParameterizedClass
@EnumSource(Vendor.class)
class LimitTest extends RunScenario {

    LimitTest(Vendor vendor) {
        super(vendor);
    }

    @Test
    void afterTheSoftTimeoutTheContextSaysSoAndTheResultStillCounts() {
        work = context -> {
            began.countDown();
            Await.until("it is told to stop", DEADLINE, context::shouldStop);
            return TaskResult.of(Json.createValue("half"));
        };
        try (var node = begin("'timeout':{'soft':'PT10S'}")) {
            pass(node, 9_999);
            assertEquals(1, node.workers.inHand().size(), "before the time it goes on");
            pass(node, 1);
            node.awaitIdle();
            assertEquals(RunState.SUCCEEDED, run(node).state(), "what it made of it is accepted");
            assertEquals("\"half\"", run(node).result());
        }
    }

    @Test
    void aCheckpointAfterTheSoftTimeoutEndsTheRun() {
        work = context -> {
            began.countDown();
            while (true) {
                context.checkpoint();
                Thread.onSpinWait();
            }
        };
        try (var node = begin("'timeout':{'soft':'PT10S'}", "'retry':{'maxAttempts':3}")) {
            pass(node, 10_000);
            node.awaitIdle();
            assertEquals(RunState.TIMED_OUT, run(node).state(), "as what it was, and without another attempt");
            assertTrue(run(node).error().contains("soft timeout"), run(node).error());
        }
    }

    @Test
    void afterTheHardTimeoutTheHandlerIsInterruptedAndNothingOfItCounts() {
        work = context -> {
            began.countDown();
            try {
                release.await();
            } catch (InterruptedException swallowed) {
                return TaskResult.publish("event", JsonValue.TRUE);
            }
            return TaskResult.nothing();
        };
        try (var node = begin("'timeout':{'hard':'PT10S'}")) {
            pass(node, 9_999);
            pass(node, 1);
            node.awaitIdle();
            assertEquals(RunState.TIMED_OUT, run(node).state(), "even though it swallowed the interrupt");
            assertEquals(List.of(), TestJournal.all(node.journal), "and nothing is told");
            assertEquals(1, node.count("carillon_runs_stopped_total"));
        }
    }

    @Test
    void aHandlerThatNeverReturnsLosesItsThreadAndNotItsNode() {
        work = context -> {
            began.countDown();
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
            return TaskResult.publish("event", JsonValue.TRUE);
        };
        try (var node = begin("'timeout':{'hard':'PT10S'}")) {
            pass(node, 10_000);
            pass(node, 4_999);
            assertEquals(1, node.workers.inHand().size(), "it has five seconds to return");
            pass(node, 1);
            node.timetable.tick();
            assertEquals(RunState.TIMED_OUT, run(node).state(), "then it is recorded without its handler");
            assertEquals(4, node.workers.free(), "a spare thread takes the place");
            assertEquals(1, node.count("carillon_threads_stuck"), "operators see that one is lost");
            assertEquals(1, node.count("carillon_runs_abandoned_total"));
            release.countDown();
            Await.until("the thread is back", DEADLINE, () -> node.count("carillon_threads_stuck") == 0);
            assertEquals(List.of(), TestJournal.all(node.journal), "what it brings then is not told");
        }
    }

    @Test
    void whenTheSpareThreadsAreUsedUpTheNodeTakesLess() {
        var begun = new AtomicInteger();
        work = context -> {
            begun.incrementAndGet();
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
            return TaskResult.nothing();
        };
        try (var node = new TestNode(database, 1, new TestNode.Handler(TestNode.Yearly.class, context -> work.run(context))).start()) {
            node.define("stuck", "'timeout':{'hard':'PT1S'}");
            for (int n = 1; n <= 3; n++) {
                node.makeDue("stuck", n);
                node.timetable.tick();
                int most = Math.min(n, 2);
                Await.until("its handler works", DEADLINE, () -> begun.get() == most);
                pass(node, 1_000);
                pass(node, 5_000);
                node.timetable.tick();
            }
            assertEquals(2, node.count("carillon_threads_stuck"), "a worker and its spare thread");
            assertEquals(0, node.workers.free(), "nothing is claimed that could not run");
            assertFalse(node.timetable.health().up(), "and the node says that it needs a restart");
        }
    }

    @Test
    void housekeepingGoesOnBesideThreadsThatAreLostAndOthersThatAreBusy() {
        work = context -> {
            began.countDown();
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
            return TaskResult.nothing();
        };
        try (var node = new TestNode(database, 1, new TestNode.Handler(TestNode.Yearly.class, context -> work.run(context))).start()) {
            node.define("stuck", "'timeout':{'hard':'PT1S'}");
            node.makeDue("stuck", 1);
            node.timetable.tick();
            Await.until("it works", DEADLINE, () -> began.getCount() == 0);
            pass(node, 1_000);
            pass(node, 5_000);
            node.makeDue(TestNode.TASK, 2);
            node.timetable.tick();
            Await.until("the only worker is busy", DEADLINE, () -> node.runs("state = 'RUNNING' AND task_id = 'yearly'") == 1);
            var kept = new AtomicInteger();
            node.workers.runIfIdle(() -> {
                kept.incrementAndGet();
                Await.until("the test is over", DEADLINE, () -> release.getCount() == 0);
            });
            node.workers.runIfIdle(kept::incrementAndGet);
            Await.until("a part that takes long keeps no other waiting", DEADLINE, () -> kept.get() == 2);
            release.countDown();
        }
    }

    @Test
    void aRunIsCancelledFromAnyNode() {
        work = context -> {
            began.countDown();
            release.await();
            return TaskResult.nothing();
        };
        try (var node = begin(); var other = TestNode.of(database, work)) {
            var run = run(node);
            assertEquals(Cancelled.ASKED, other.runs.cancel(run.id(), "ann"), "its node is told by the database");
            node.turn();
            node.awaitIdle();
            assertEquals(RunState.CANCELLED, run(node).state(), "and interrupts it");
            assertEquals(Cancelled.TOO_LATE, other.runs.cancel(run.id(), "ann"), "once");
            assertEquals(Cancelled.UNKNOWN, other.runs.cancel(UUID.randomUUID(), "ann"), "what is not there is not cancelled");
        }
    }

    @Test
    void aRunThatWaitsIsCancelledAtOnce() {
        try (var node = TestNode.of(database, work)) {
            var run = node.requests.runNow(TestNode.TASK, null, null, "ann").run();
            assertEquals(Cancelled.NOW, node.runs.cancel(run, "bob"));
            node.turn();
            node.awaitIdle();
            assertEquals(RunState.CANCELLED, run(node).state(), "and never begins");
            assertEquals("Cancelled by bob.", run(node).error(), "the history says by whom");
        }
    }

    @Test
    void aLostLeaseStopsTheWorkAndLeavesTheRunToOthers() {
        var stopped = new AtomicReference<TaskStopped.Reason>();
        work = context -> {
            began.countDown();
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                try {
                    context.checkpoint();
                } catch (TaskStopped why) {
                    stopped.set(why.reason());
                }
                throw interrupted;
            }
            return TaskResult.nothing();
        };
        try (var node = begin()) {
            node.clock.advance(Duration.ofSeconds(9));
            node.watch.sweep();
            node.awaitIdle();
            assertEquals(TaskStopped.Reason.LEASE_LOST, stopped.get(), "the handler can know why");
            assertEquals(RunState.RUNNING, run(node).state(), "it has not failed: who lives takes it over");
        }
    }

    @Test
    void aHandlerThatInterruptsItselfDisturbsNobody() {
        work = context -> {
            Thread.currentThread().interrupt();
            return TaskResult.publish("event", JsonValue.TRUE);
        };
        try (var node = TestNode.of(database, context -> work.run(context))) {
            assertEquals("SUCCEEDED", node.state(node.fire(1)), "its result is recorded");
            var interrupted = new AtomicBoolean(true);
            work = context -> {
                interrupted.set(Thread.currentThread().isInterrupted());
                return TaskResult.nothing();
            };
            node.fire(2);
            assertFalse(interrupted.get(), "the next run on its thread knows nothing of it");
        }
    }
}
