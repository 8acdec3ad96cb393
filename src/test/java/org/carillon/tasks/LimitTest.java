package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.carillon.api.BackgroundTask;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.api.TaskStopped;
import org.carillon.configuration.TestDatabase;
import org.carillon.journal.TestJournal;
import org.carillon.runs.LogLine;
import org.carillon.runs.Run;
import org.carillon.runs.RunFilter;
import org.carillon.runs.RunState;
import org.carillon.runs.RunTable;
import org.carillon.runs.Runs.Cancelled;
import org.carillon.server.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a handler does that its authors did not mean, and what stops it. */
class LimitTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestDatabase database = new TestDatabase();
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile BackgroundTask work = context -> TaskResult.nothing();

    @AfterEach
    void end() throws SQLException {
        release.countDown();
        database.close();
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
        work = context -> {
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

    @Test
    void aResultMayHave64KibibytesAndOneByteMoreFailsTheRun() {
        work = context -> TaskResult.of(Json.createValue("x".repeat(TaskContext.MAX_RESULT_BYTES - 2)));
        try (var node = TestNode.of(database, context -> work.run(context))) {
            node.fire(1);
            assertEquals(TaskContext.MAX_RESULT_BYTES, run(node).result().length(), "the limit itself is kept");
            work = context -> TaskResult.of(Json.createValue("x".repeat(TaskContext.MAX_RESULT_BYTES - 1)));
            node.fire(2);
            assertEquals(RunState.FAILED, run(node).state(), "one more is not");
            assertTrue(run(node).error().contains("The result has more than 65536 bytes of JSON. Put the data where"), run(node).error());
            assertEquals(null, run(node).result());
        }
    }

    @Test
    void aResultOfAHundredMegabytesFailsItsRunAlone() {
        var large = Json.createValue("x".repeat(100_000_000));
        work = context -> TaskResult.publish("event", large);
        try (var node = TestNode.of(database, context -> work.run(context))) {
            node.define("retry", "'retry':{'maxAttempts':3,'backoff':'PT0S'}");
            assertEquals("FAILED", node.state(node.fire("retry", 1)), "and is not tried again: it would be as large");
            work = context -> TaskResult.nothing();
            assertEquals("SUCCEEDED", node.state(node.fire(2)), "the next fire comes");
        }
    }

    @Test
    void aLogIsKeptUpToItsBoundAndSaysHowMuchIsNot() {
        work = context -> {
            for (int i = 1; i <= TaskContext.MAX_LOG_LINES + 5; i++) {
                context.log(Level.INFO, "line " + i);
            }
            return TaskResult.nothing();
        };
        try (var node = TestNode.of(database, context -> work.run(context))) {
            node.fire(1);
            var run = run(node);
            var lines = node.runs.log(run.id(), 0, 0);
            assertEquals(TaskContext.MAX_LOG_LINES, lines.size(), "as many as are kept");
            assertEquals("line 1000", lines.get(999).text(), "from the first on");
            assertEquals(5, run.logDropped(), "and five more were said");
            assertEquals(1, node.runs.log(run.id(), 1, 999).size(), "a page goes on behind a line");
            assertTrue(node.shown.stream().filter(line -> line.contains("run.log")).count() <= 10, "the eyes get only as much as they can read");
        }
    }

    @Test
    void whatARunSaysIsKeptWhileItGoesOn() {
        work = context -> {
            context.log("first");
            context.progress(1, 3, "one of three");
            began.countDown();
            release.await();
            context.log(Level.WARNING, "second\0");
            context.progress(3, 3, "done");
            return TaskResult.nothing();
        };
        try (var node = begin()) {
            node.turn();
            assertEquals(List.of("first"), texts(node), "a line is there while the run goes on");
            assertEquals("one of three", run(node).progress().text(), "and so is its progress");
            release.countDown();
            node.awaitIdle();
            assertEquals(List.of("first", "second\uFFFD"), texts(node), "the rest comes with the record");
            assertEquals(3, run(node).progress().done());
            assertTrue(node.shown.stream().anyMatch(line -> line.startsWith("task:task run.progress") && line.contains("\"text\":\"done\"")), "the last progress is always shown: " + node.shown);
            assertTrue(node.shown.get(node.shown.size() - 1).contains("run.ended") && node.shown.get(node.shown.size() - 1).contains("SUCCEEDED"), "and then the end: " + node.shown);
        }
    }

    @Test
    void theNextRunGetsTheResultOfTheOneBefore() {
        work = context -> TaskResult.of(Json.createValue(context.previousResult().map(before -> Integer.parseInt(before.toString())).orElse(0) + 1));
        try (var node = TestNode.of(database, context -> work.run(context))) {
            for (int n = 1; n <= 3; n++) {
                node.fire(n);
            }
            assertEquals("3", run(node).result(), "each counts on");
            work = context -> {
                throw new IllegalStateException();
            };
            node.fire(4);
            work = context -> TaskResult.of(context.previousResult().orElseThrow());
            node.fire(5);
            assertEquals("3", run(node).result(), "a failed run is no predecessor");
        }
    }

    @Test
    void whatAHandlerPublishesIsToldWithItsRun() {
        work = context -> {
            context.publish("first", JsonValue.TRUE);
            context.publish("elsewhere", "second", JsonValue.FALSE);
            return TaskResult.publish("third", JsonValue.NULL);
        };
        try (var node = TestNode.of(database, context -> work.run(context))) {
            node.fire(1);
            assertEquals(List.of("everyone first", "elsewhere second", "everyone third"),
                    TestJournal.all(node.journal).stream().map(told -> told.channel() + " " + told.event()).toList(), "in the order of its words");
            work = context -> {
                for (int i = 0; i <= TaskContext.MAX_PUBLICATIONS; i++) {
                    context.publish("event", JsonValue.TRUE);
                }
                return TaskResult.nothing();
            };
            node.fire(2);
            assertEquals(RunState.FAILED, run(node).state(), "one more than the limit is refused");
            assertEquals(3, TestJournal.all(node.journal).size(), "and a failed run tells nothing");
        }
    }

    @Test
    void theContextSaysWhatIsKnown() {
        var seen = new AtomicReference<TaskContext>();
        work = context -> {
            seen.set(context);
            return TaskResult.nothing();
        };
        try (var node = TestNode.of(database, context -> work.run(context))) {
            var fire = node.fire(1);
            var context = seen.get();
            assertEquals(fire, context.fireTime());
            assertEquals(node.lease.node(), context.node());
            assertTrue(Duration.between(context.startTime(), database.jdbi().withHandle(RunTable::now)).abs().toSeconds() < 20, "by the database's clock");
            assertEquals(Optional.empty(), context.previousResult());
            assertFalse(context.shouldStop());
        }
    }

    /** Begins a run of a task with these fields and returns when its handler works. */
    private TestNode begin(String... fields) {
        var node = TestNode.of(database, context -> work.run(context));
        node.define("task", fields);
        node.makeDue("task", 1);
        node.timetable.tick();
        Await.until("the handler works", DEADLINE, () -> began.getCount() == 0);
        return node;
    }

    /** Time passes on a node that is alive. */
    private static void pass(TestNode node, long millis) {
        node.clock.advanceMillis(millis);
        node.lease.renew();
        node.watch.sweep();
    }

    private static Run run(TestNode node) {
        return node.runs.page(RunFilter.of(null, 1)).get(0);
    }

    private static List<String> texts(TestNode node) {
        return node.runs.log(run(node).id(), 0, 0).stream().map(LogLine::text).toList();
    }
}
