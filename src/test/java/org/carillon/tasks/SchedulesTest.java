package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.api.BackgroundTask;
import org.carillon.api.TaskResult;
import org.carillon.binding.InvalidField;
import org.carillon.configuration.TestDatabase;
import org.carillon.runs.Run;
import org.carillon.runs.RunFilter;
import org.carillon.runs.RunKind;
import org.carillon.runs.RunState;
import org.carillon.tasks.Schedules.Health;
import org.carillon.tasks.Schedules.ResumeFrom;
import org.carillon.tasks.TaskRefused.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulesTest {

    private static final Duration YEAR = Duration.ofDays(365);

    private final TestDatabase database = new TestDatabase();
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile BackgroundTask work = context -> {
        calls.incrementAndGet();
        return TaskResult.nothing();
    };

    @AfterEach
    void end() throws SQLException {
        release.countDown();
        database.close();
    }

    @Test
    void aPausedTaskRestsAndGoesOnWhereItIsTold() {
        try (var node = node()) {
            var due = node.makeDue(TestNode.TASK, 0);
            node.schedules.pause(TestNode.TASK);
            node.turn();
            assertEquals(0, calls.get(), "no fire is claimed");
            assertEquals(Health.PAUSED, node.schedules.explain(TestNode.TASK).health());
            node.schedules.resume(TestNode.TASK, new ResumeFrom.AsScheduled());
            node.turn();
            node.awaitIdle();
            assertEquals("SUCCEEDED", node.state(due), "as scheduled: what came due is caught up with");
            node.makeDue(TestNode.TASK, 0);
            node.schedules.pause(TestNode.TASK);
            node.schedules.resume(TestNode.TASK, new ResumeFrom.Now());
            assertEquals(List.of(due.plus(YEAR)), node.schedules.preview(TestNode.TASK, 1), "from now: with the next fire");
            node.schedules.pause(TestNode.TASK);
            node.schedules.resume(TestNode.TASK, new ResumeFrom.At(due.plus(YEAR.multipliedBy(3))));
            assertEquals(List.of(due.plus(YEAR.multipliedBy(3))), node.schedules.preview(TestNode.TASK, 1), "from a time: which may fire itself");
            assertEquals(Reason.UNKNOWN, assertThrows(TaskRefused.class, () -> node.schedules.pause("nobody")).reason());
        }
    }

    @Test
    void aPausedSchedulerClaimsNothingAndStillRunsWhatIsAskedFor() {
        try (var node = node(); var other = node()) {
            node.makeDue(TestNode.TASK, 1);
            other.schedules.pauseScheduler(true);
            node.turn();
            assertEquals(0, calls.get(), "in the whole cluster");
            assertEquals(Timetable.MAX_SLEEP, node.timetable.tick(), "and what is due does not keep the nodes awake");
            assertEquals(Health.SCHEDULER_PAUSED, node.schedules.explain(TestNode.TASK).health());
            node.requests.runNow(TestNode.TASK, null, null, null);
            node.turn();
            node.awaitIdle();
            assertEquals(1, calls.get(), "an operator's wish is not the schedule's");
            node.schedules.pauseScheduler(false);
            node.turn();
            node.awaitIdle();
            assertEquals(2, calls.get(), "then the due fire comes");
        }
    }

    @Test
    void aRunThatIsAskedForWaitsForTheOneThatRuns() {
        work = context -> {
            calls.incrementAndGet();
            release.await();
            return TaskResult.nothing();
        };
        try (var node = node()) {
            node.makeDue(TestNode.TASK, 1);
            node.timetable.tick();
            var asked = node.requests.runNow(TestNode.TASK, null, null, "ann").run();
            node.turn();
            assertEquals(RunState.QUEUED, node.runs.find(asked).orElseThrow().state(), "it is neither lost nor beside the other");
            assertEquals(Health.BUSY, node.schedules.explain(TestNode.TASK).health());
            release.countDown();
            node.awaitIdle();
            for (int i = 0; i < 12 && node.runs.find(asked).orElseThrow().state() != RunState.SUCCEEDED; i++) {
                database.execute("UPDATE run SET due_at = CURRENT_TIMESTAMP WHERE state = 'QUEUED'");
                node.turn();
                node.awaitIdle();
            }
            var run = node.runs.find(asked).orElseThrow();
            assertEquals(RunState.SUCCEEDED, run.state(), "its turn comes");
            assertEquals("MANUAL ann 1", run.kind() + " " + run.askedBy() + " " + run.attempt(), "and the history says whose it was");
        }
    }

    @Test
    void theSameRequestIsTheSameRun() {
        try (var node = node()) {
            var first = node.requests.runNow(TestNode.TASK, null, "key", null);
            var again = node.requests.runNow(TestNode.TASK, null, "key", null);
            assertTrue(first.isNew() && !again.isNew() && first.run().equals(again.run()), "a repeated click runs nothing twice");
            assertEquals(1, node.runs("TRUE"));
            assertTrue(node.requests.runNow(TestNode.TASK, null, "k".repeat(RunRequests.MAX_KEY), null).isNew(), "another key is another run");
            assertThrows(InvalidField.class, () -> node.requests.runNow(TestNode.TASK, null, "k".repeat(RunRequests.MAX_KEY + 1), null), "up to its length");
            assertEquals(Reason.CONFLICT, assertThrows(TaskRefused.class, () -> node.requests.runNow(TestNode.TASK, TestNode.json("{}"), "key", null)).reason(),
                    "the key does not stand for two requests");
        }
    }

    @Test
    void onlySoManyRunsMayWait() {
        try (var node = node()) {
            for (int n = 0; n < Claims.MAX_QUEUED; n++) {
                node.requests.runNow(TestNode.TASK, null, null, null);
            }
            assertEquals(Reason.FULL, assertThrows(TaskRefused.class, () -> node.requests.runNow(TestNode.TASK, null, null, null)).reason(), "one more is refused");
        }
    }

    @Test
    void onlySoManyFiresMayWait() {
        work = context -> {
            release.await();
            return TaskResult.nothing();
        };
        try (var node = node()) {
            node.define("task", "'overlap':{'policy':'QUEUE'}");
            node.makeDue("task", 0);
            node.timetable.tick();
            database.execute("INSERT INTO run (id, task_id, handler, fire_at, attempt, state, fence, claim_key)"
                    + " SELECT RANDOM_UUID(), 'task', 'yearly', CURRENT_TIMESTAMP, 0, 'QUEUED', 0, CAST(x AS VARCHAR) FROM SYSTEM_RANGE(2, ?)", Claims.MAX_QUEUED);
            var last = node.makeDue("task", 1);
            node.timetable.tick();
            assertEquals("QUEUED", node.state(last));
            var tooMany = node.makeDue("task", 2);
            node.timetable.tick();
            assertEquals("SKIPPED", node.state(tooMany), "one more is recorded, and counted, and told");
        }
    }

    @Test
    void anEndedRunCanBeRunAgainAndAnOpenOneCannot() {
        try (var node = node()) {
            var open = node.requests.runNow(TestNode.TASK, null, null, null).run();
            assertEquals(Reason.CONFLICT, assertThrows(TaskRefused.class, () -> node.requests.rerun(open, "ann")).reason());
            assertEquals(Reason.UNKNOWN, assertThrows(TaskRefused.class, () -> node.requests.rerun(UUID.randomUUID(), "ann")).reason());
            node.turn();
            node.awaitIdle();
            var again = node.requests.rerun(open, "ann").run();
            node.turn();
            node.awaitIdle();
            assertEquals(RunKind.RERUN, node.runs.find(again).orElseThrow().kind());
            assertEquals(2, calls.get(), "as a run of its own");
        }
    }

    @Test
    void aTaskExplainsWhyItDoesNotRun() {
        try (var node = node()) {
            assertEquals(Health.OK, node.schedules.explain(TestNode.TASK).health());
            node.define("off", "'enabled':false");
            assertEquals(Health.DISABLED, node.schedules.explain("off").health());
            node.define("manual");
            database.execute("UPDATE task SET definition = '{\"handler\":\"yearly\"}', version = 98 WHERE id = 'manual'");
            assertEquals(Health.MANUAL, other().schedules.explain("manual").health());
            node.define("once", "'trigger':{'type':'once','at':'2999-01-01T00:00:00Z'}");
            database.execute("UPDATE schedule SET next_fire_at = NULL, due_at = NULL WHERE task_id = 'once'");
            assertEquals(Health.FINISHED, node.schedules.explain("once").health());
            node.makeDue(TestNode.TASK, 1);
            assertEquals(Health.OVERDUE, node.schedules.explain(TestNode.TASK).health(), "due, and nobody has taken it");
            node.define("waiting");
            node.requests.runNow("waiting", null, null, null);
            assertTrue(node.schedules.explain("waiting").text().startsWith("1 of its runs wait"), "a run that waits is no fire");
            work = context -> {
                throw new IOException();
            };
            node.fire(2);
            node.fire(3);
            var failing = node.schedules.explain(TestNode.TASK);
            assertEquals(Health.FAILING + " 2", failing.health() + " " + failing.failures());
            assertEquals("2 of its runs have failed since the last success; see their errors.", failing.text());
        }
    }

    @Test
    void theHistoryIsPagedByKeyWhileRunsComeAndGo() {
        try (var node = node()) {
            for (int n = 1; n <= 7; n++) {
                node.fire(n);
            }
            Set<UUID> seen = new HashSet<>();
            var filter = RunFilter.of(TestNode.TASK, 3);
            List<Run> page = node.runs.page(filter);
            while (!page.isEmpty()) {
                page.forEach(run -> assertTrue(seen.add(run.id()), "no run twice"));
                node.fire(100 + seen.size());
                filter = filter.behind(page.get(page.size() - 1));
                page = node.runs.page(filter);
            }
            assertEquals(7, seen.size(), "none is left out, and what came meanwhile is newer");
            var begin = node.yearBegin();
            assertEquals(2, node.runs.page(new RunFilter(TestNode.TASK, Set.of(RunState.SUCCEEDED), begin.plusMillis(2), begin.plusMillis(4), null, 200)).size(), "from inclusive, to exclusive");
            assertEquals(List.of(), node.runs.page(new RunFilter(null, Set.of(RunState.FAILED), null, null, null, 200)), "no run has failed");
            assertThrows(IllegalArgumentException.class, () -> RunFilter.of(null, RunFilter.MAX_PAGE + 1), "a page has a bound");
        }
    }

    @Test
    void aTimeThatIsPastWhenTheTaskIsFirstSeenIsAMissedFire() {
        try (var node = node()) {
            node.define("past", "'misfireGrace':'PT1H'", "'trigger':{'type':'once','at':'2020-01-01T00:00:00Z'}");
            node.turn();
            assertEquals(1, node.runs("task_id = 'past' AND state = 'MISSED'"), "somebody who mistook the year is told");
            node.turn();
            assertEquals(1, node.runs("TRUE"), "once");
            assertEquals(Health.FINISHED, node.schedules.explain("past").health());
        }
    }

    @Test
    void theNextFireIsNominalTime() {
        try (var node = node()) {
            assertEquals(List.of(node.yearBegin().plus(YEAR), node.yearBegin().plus(YEAR.multipliedBy(2))), node.schedules.preview(TestNode.TASK, 2));
            assertTrue(node.schedules.explain(TestNode.TASK).next().isAfter(Instant.EPOCH));
        }
    }

    private TestNode other() {
        return node();
    }

    private TestNode node() {
        return TestNode.of(database, context -> work.run(context));
    }
}
