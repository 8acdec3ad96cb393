package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.carillon.api.BackgroundTask;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.configuration.Vendor;
import org.carillon.journal.Publication;
import org.carillon.journal.TestJournal;
import org.carillon.runs.RunFilter;
import org.carillon.runs.RunState;
import org.carillon.runs.RunTable;
import org.carillon.server.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of a run, and how much of it. */
@ParameterizedClass
@EnumSource(Vendor.class)
class RunRecordTest extends RunScenario {

    RunRecordTest(Vendor vendor) {
        super(vendor);
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

    static Stream<Arguments> hundredMegabytes() {
        var large = Json.createValue("x".repeat(100_000_000));
        return Stream.of(arguments("a result", "The result has more than 65536 bytes", (BackgroundTask) context -> TaskResult.of(large)),
                arguments("an announcement", "The data of event 'large' has more than 65536 bytes", (BackgroundTask) context -> TaskResult.publish("large", large)),
                arguments("a publication", "The data of event 'large' has more than 65536 bytes", (BackgroundTask) context -> {
                    context.publish("large", large);
                    return TaskResult.nothing();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hundredMegabytes")
    void aHundredMegabytesFailTheirRunAlone(String what, String refusal, BackgroundTask handler) {
        work = context -> {
            began.countDown();
            release.await();
            return context.taskId().equals("task") ? handler.run(context) : TaskResult.publish("small", JsonValue.TRUE);
        };
        try (var node = begin("'retry':{'maxAttempts':3,'backoff':'PT0S'}")) {
            var beside = node.makeDue(TestNode.TASK, 2);
            node.timetable.tick();
            Await.until("both work", DEADLINE, () -> node.runs("state = 'RUNNING'") == 2);
            database.goAway();
            release.countDown();
            Await.until("both have ended, and wait for one commit", DEADLINE,
                    () -> node.count("carillon_runs_failed_total") + node.count("carillon_runs_succeeded_total") == 2);
            database.comeBack();
            node.turn();
            node.awaitIdle();
            var failed = node.runs.page(RunFilter.of("task", 1)).get(0);
            assertEquals("FAILED 1", failed.state() + " " + failed.attempt(), "it is not tried again: it would be as large");
            assertTrue(failed.error().contains(refusal), failed.error());
            assertEquals("SUCCEEDED", node.state(beside), "what is recorded with it is not disturbed");
            assertEquals(List.of("small"), TestJournal.all(node.journal).stream().map(Publication::event).toList());
            assertEquals("SUCCEEDED", node.state(node.fire(3)), "and the next fire comes");
        }
    }

    static Stream<JsonValue> unreadable() {
        JsonValue deep = JsonValue.TRUE;
        for (int level = 0; level < 1_500; level++) {
            deep = Json.createArrayBuilder().add(deep).build();
        }
        return Stream.of(deep, Json.createValue(BigDecimal.TEN.pow(2_000)));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void aResultThatNobodyCouldReadFailsItsRunAndNotThoseThatAskForIt(JsonValue value) {
        work = context -> TaskResult.of(Json.createValue("good"));
        try (var node = TestNode.of(database, context -> work.run(context))) {
            node.fire(1);
            work = context -> TaskResult.of(value);
            node.fire(2);
            assertEquals(RunState.FAILED, run(node).state());
            assertTrue(run(node).error().contains("The result cannot be read back"), run(node).error());
            work = context -> TaskResult.of(context.previousResult().orElseThrow());
            node.fire(3);
            assertEquals("\"good\"", run(node).result());
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
            // It is told when the record is there, and the worker is free by then.
            Await.until("the end is shown, and last", Duration.ofSeconds(5), () -> node.shown.get(node.shown.size() - 1).contains("run.ended"));
            assertTrue(node.shown.get(node.shown.size() - 1).contains("SUCCEEDED"), "with how it went: " + node.shown);
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
        }
    }

    @Test
    void aRunPublishesUpToItsLimitAndNoFurther() {
        var count = new AtomicInteger(TaskContext.MAX_PUBLICATIONS);
        work = context -> {
            for (int i = 0; i < count.get(); i++) {
                context.publish("event", JsonValue.TRUE);
            }
            return TaskResult.nothing();
        };
        try (var node = TestNode.of(database, context -> work.run(context))) {
            node.fire(1);
            assertEquals(TaskContext.MAX_PUBLICATIONS, TestJournal.all(node.journal).size());
            count.incrementAndGet();
            node.fire(2);
            assertEquals(RunState.FAILED, run(node).state(), "one more than the limit is refused");
            assertEquals(TaskContext.MAX_PUBLICATIONS, TestJournal.all(node.journal).size(), "and a failed run tells nothing");
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
}
