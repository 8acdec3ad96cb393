package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.carillon.api.Announcement;
import org.carillon.api.BackgroundTask;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.configuration.TestDatabase;
import org.carillon.journal.Publication;
import org.carillon.journal.TestJournal;
import org.carillon.nodes.TestLease;
import org.carillon.runs.Outcome;
import org.carillon.runs.RunTable;
import org.carillon.runs.TestRuns;
import org.carillon.server.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunnerTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestDatabase database = new TestDatabase();
    private volatile BackgroundTask work = context -> TaskResult.nothing();

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @Test
    void theResultIsToldWithTheRecordOfItsRun() {
        work = context -> new TaskResult(List.of(new Announcement("a", "first", JsonValue.TRUE), new Announcement("b", "second", Json.createValue(2))));
        try (var node = node()) {
            node.fire(1);
            var told = TestJournal.all(node.journal);
            assertEquals(List.of("a first true", "b second 2"), told.stream().map(p -> p.channel() + " " + p.event() + " " + p.data()).toList(),
                    "everything is told in the handler's order");
            assertEquals(List.of(1L, 2L), told.stream().map(Publication::offset).toList(), "with neighbouring offsets");
            assertEquals(1, node.count("carillon_runs_succeeded_total"), "and the run is counted");
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("an exception", (BackgroundTask) context -> {
                    throw new IOException("the reason");
                }, "java.io.IOException: the reason"),
                Arguments.of("an error", (BackgroundTask) context -> {
                    throw new StackOverflowError("the reason");
                }, "java.lang.StackOverflowError: the reason"),
                Arguments.of("a missing class", (BackgroundTask) context -> {
                    throw new NoClassDefFoundError("the/Reason");
                }, "java.lang.NoClassDefFoundError: the/Reason"),
                Arguments.of("no result", (BackgroundTask) context -> null, "java.lang.NullPointerException"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void whateverAHandlerThrowsIsRecordedAndTheNextFireComes(String what, BackgroundTask broken, String trace) {
        work = broken;
        try (var node = node()) {
            var first = node.fire(1);
            assertEquals("FAILED", node.state(first), what + " is the run's outcome");
            var error = database.one(String.class, "SELECT error FROM run WHERE fire_at = ?", first.atOffset(ZoneOffset.UTC));
            assertTrue(error.startsWith(trace) && error.contains("\tat "), "the stack trace is kept: " + error);
            assertEquals(List.of(), TestJournal.all(node.journal), "nothing is told of a failed run");
            assertEquals(1, node.count("carillon_runs_failed_total"), "and it is counted");
            work = context -> TaskResult.publish("event", JsonValue.TRUE);
            assertEquals("SUCCEEDED", node.state(node.fire(2)), "the schedule goes on");
        }
    }

    @Test
    void aStackTraceIsKeptUpToItsBound() {
        work = context -> {
            throw new IllegalStateException("x".repeat(2 * Outcome.MAX_ERROR));
        };
        try (var node = node()) {
            node.fire(1);
            assertEquals(Outcome.MAX_ERROR, database.one(Integer.class, "SELECT CHAR_LENGTH(error) FROM run"),
                    "a long message neither outgrows the row nor loses the record");
        }
    }

    @Test
    void nothingIsToldOfAResultThatComesTooLate() {
        work = context -> {
            database.execute("UPDATE run SET fence = fence + 1, attempt = attempt + 1");
            return TaskResult.publish("event", JsonValue.TRUE);
        };
        try (var node = node()) {
            var fire = node.fire(1);
            assertEquals(List.of(), TestJournal.all(node.journal), "the run belongs to somebody else, who will tell");
            assertEquals("RUNNING", node.state(fire), "and who will record");
            assertEquals(1, node.count("carillon_runs_fenced_total"), "the dropped result is counted");
        }
    }

    @Test
    void aClaimThatWasTakenAwayDoesNotStart() {
        var called = new AtomicReference<TaskContext>();
        work = context -> {
            called.set(context);
            return TaskResult.nothing();
        };
        try (var node = node()) {
            var claim = TestRuns.claim(TestNode.TASK, node.yearBegin());
            database.jdbi().useTransaction(handle -> RunTable.insert(handle, TestRuns.claimed(claim, node.lease.node())));
            database.execute("UPDATE run SET fence = 2");
            node.runner.dispatch(node.assignment(claim), node.clock.nanos());
            node.awaitIdle();
            assertNull(called.get(), "user code runs only while the run is owned");
        }
    }

    @Test
    void aRunThatCannotStartIsTakenUpAgain() {
        try (var node = node()) {
            var claim = TestRuns.claim(TestNode.TASK, node.yearBegin());
            database.jdbi().useTransaction(handle -> RunTable.insert(handle, TestRuns.claimed(claim, node.lease.node())));
            var assignment = node.assignment(claim);
            database.goAway();
            node.runner.dispatch(assignment, node.clock.nanos());
            node.awaitIdle();
            database.comeBack();
            TestLease.settle(node.lease, node.clock);
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(1, node.runs("state = 'SUCCEEDED' AND attempt = 2"), "the claim is not stuck for ever");
        }
    }

    @Test
    void theInterruptOfAStoppingNodeIsNotTheTasksFault() {
        var began = new CountDownLatch(1);
        work = context -> {
            began.countDown();
            new CountDownLatch(1).await();
            return TaskResult.nothing();
        };
        var node = node();
        var fire = node.makeDue(TestNode.TASK, 1);
        node.timetable.tick();
        Await.until("the handler runs", DEADLINE, () -> began.getCount() == 0);
        node.close();
        node.awaitIdle();
        assertEquals("RUNNING", node.state(fire), "the run stays open, for whoever lives");
        assertEquals(0, node.workers.free(), "a stopping node claims nothing");
    }

    private TestNode node() {
        return TestNode.of(database, context -> work.run(context));
    }
}
