package org.carillon.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Cron;
import org.carillon.api.ParameterizedTask;
import org.carillon.api.Policy;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.api.TaskStopped;
import org.carillon.binding.InvalidField;
import org.carillon.handlers.Heartbeat;
import org.carillon.runs.RunState;
import org.carillon.tasks.Rehearsal.Row;
import org.junit.jupiter.api.Test;

class TestingKitTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    record Copies(int of) {
    }

    @Task(id = "copier")
    @Cron(value = "30 2 * * *", zone = "Europe/Berlin")
    @Policy(misfireGrace = "PT10M")
    static final class Copier implements ParameterizedTask<Copies> {

        @Override
        public TaskResult run(Copies copies, TaskContext context) {
            for (int done = 1; done <= copies.of(); done++) {
                context.checkpoint();
                context.progress(done, copies.of(), "page " + done);
                context.log("copied " + done);
            }
            context.publish("copied", Json.createValue(copies.of()));
            int before = context.previousResult().map(value -> Integer.parseInt(value.toString())).orElse(0);
            return TaskResult.of(Json.createValue(before + copies.of()));
        }
    }

    @Test
    void aHandlerRunsInAPlainTest() {
        var run = HandlerTester.of(new Copier()).parameters(new Copies(3)).previousResult(Json.createValue(4)).run();
        assertEquals(RunState.SUCCEEDED, run.state());
        assertEquals("7", run.result(), "with the result of the run before");
        assertEquals(List.of("copied 1", "copied 2", "copied 3"), run.log().stream().map(line -> line.text()).toList());
        assertEquals("page 3", run.shown().get(run.shown().size() - 1).data().getString("text"), "the last progress is shown");
        assertEquals("everyone copied 3", run.told().get(0).channel() + " " + run.told().get(0).event() + " " + run.told().get(0).data());
    }

    @Test
    void parametersThatDoNotFitFailAsInTheServer() {
        var run = HandlerTester.of(new Copier()).parameters("{\"of\":\"three\"}").run();
        assertEquals(RunState.FAILED, run.state());
        assertEquals("The field 'of' must be a whole number of 32 bits.", assertInstanceOf(InvalidField.class, run.error()).getMessage());
        assertEquals(List.of(), run.told(), "a failed run tells nothing");
    }

    @Test
    void aHandlerCanBeStopped() {
        var run = HandlerTester.of(new Copier()).parameters(new Copies(3)).stopped(TaskStopped.Reason.CANCELLED).run();
        assertEquals(TaskStopped.Reason.CANCELLED, assertInstanceOf(TaskStopped.class, run.error()).reason());
    }

    @Test
    void aResultThatTheServerWouldRefuseIsRefused() {
        var run = HandlerTester.of(context -> TaskResult.of(Json.createValue("x".repeat(TaskContext.MAX_RESULT_BYTES)))).run();
        assertEquals(RunState.FAILED, run.state());
        assertTrue(run.error().getMessage().contains("65536"), run.error().getMessage());
    }

    @Test
    void anHourOfTheRecipesHeartbeatHas720Fires() {
        var schedule = ScheduleTester.of(Heartbeat.class, NOON).running(HandlerTester.of(new Heartbeat()));
        assertEquals(720, schedule.pass(Duration.ofHours(1)).size());
        assertEquals(720, schedule.runs().size(), "each runs the handler");
        assertEquals("background_task_response", schedule.runs().get(719).told().get(0).event());
        assertEquals(NOON.plusSeconds(3_605), schedule.next().orElseThrow(), "and none drifts");
    }

    @Test
    void aNightlyTaskMeetsTheDaylightSavingGap() {
        var nightly = ScheduleTester.of(Copier.class, Instant.parse("2026-03-28T12:00:00Z"));
        assertEquals(List.of(Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-30T00:30:00Z")),
                nightly.pass(Duration.ofDays(2)).stream().map(Row::at).toList(), "02:30 does not exist on the 29th: it runs as the gap ends");
    }

    @Test
    void whatADowntimeLeavesIsWhatThePoliciesSay() {
        var nightly = ScheduleTester.of(Copier.class, NOON);
        nightly.down(Duration.ofDays(3));
        var rows = nightly.pass(Duration.ofDays(1));
        assertEquals(List.of(new Row(Instant.parse("2026-07-04T00:30:00Z"), 3, true), new Row(Instant.parse("2026-07-05T00:30:00Z"), 1, false)), rows, "three nights are missed in one row, the next runs");
        var minutes = ScheduleTester.of("{\"handler\":\"h\",\"coalesce\":\"ALL\",\"maxCatchUp\":2,\"trigger\":{\"type\":\"interval\",\"every\":\"PT1M\"}}", NOON);
        minutes.down(Duration.ofMinutes(5));
        assertEquals(List.of(true, false, false), minutes.pass(Duration.ZERO).stream().map(Row::isMissed).toList(), "three missed, two caught up with");
    }

    @Test
    void aFixedDelayGoesOn() {
        var delay = ScheduleTester.of("{\"handler\":\"h\",\"trigger\":{\"type\":\"interval\",\"every\":\"PT1M\",\"mode\":\"FIXED_DELAY\"}}", NOON);
        assertEquals(5, delay.pass(Duration.ofMinutes(5)).size());
    }

    @Test
    void aHandlerWithoutATriggerHasNoSchedule() {
        assertThrows(IllegalArgumentException.class, () -> ScheduleTester.of(BackgroundTask.class, NOON));
    }
}
