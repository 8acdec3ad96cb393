package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.configuration.TestDatabase;
import org.carillon.journal.TestJournal;
import org.carillon.nodes.TestLease;
import org.carillon.runs.RunFilter;
import org.carillon.runs.RunState;
import org.carillon.runs.RunTable;
import org.carillon.runs.TestRuns;
import org.carillon.server.Await;
import org.carillon.tasks.Schedules.Health;
import org.carillon.tasks.TestNode.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of fires and runs that cannot run as they were meant to. */
class FateTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestDatabase database = new TestDatabase();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void end() throws SQLException {
        release.countDown();
        database.close();
    }

    @Test
    void aFireWhoseTurnComesTooLateIsMissedAndWhatSomebodyAskedForIsNot() {
        try (var node = node()) {
            node.define("queue", "'overlap':{'policy':'QUEUE'}");
            node.makeDue("queue", 1);
            node.timetable.tick();
            var waits = node.makeDue("queue", 2);
            node.timetable.tick();
            assertEquals("QUEUED", node.state(waits));
            var asked = node.requests.runNow("queue", null, null, null).run();
            database.execute("UPDATE run SET fire_at = DATEADD('YEAR', -20, fire_at) WHERE state = 'QUEUED'");
            release.countDown();
            Await.until("the queue is worked off", DEADLINE, () -> {
                node.turn();
                return node.runs("ended_at IS NULL") == 0;
            });
            assertEquals(1, node.runs("state = 'MISSED' AND kind = 'SCHEDULED' AND error = 'Its turn did not come within the misfire grace of PT87600H.'"), "a row says why");
            assertEquals(1, node.count("carillon_fires_missed_total"), "a counter says so");
            assertEquals("run.missed", TestJournal.all(node.journal).get(0).event(), "and an event");
            assertEquals(RunState.SUCCEEDED, node.runs.find(asked).orElseThrow().state(), "who asks waits as long as it takes");
            assertEquals(2, calls.get());
        }
    }

    @Test
    void firesThatOneRunStandsForAreCounted() {
        release.countDown();
        try (var node = node()) {
            var due = node.yearBegin().minus(Duration.ofDays(2 * 365));
            database.execute("UPDATE schedule SET next_fire_at = ?, due_at = ? WHERE task_id = ?", due.atOffset(ZoneOffset.UTC), due.atOffset(ZoneOffset.UTC), TestNode.TASK);
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(3, node.runs.page(RunFilter.of(TestNode.TASK, 1)).get(0).fires(), "the run says for how many");
            assertEquals(2, node.count("carillon_fires_coalesced_total"), "beside its own");
            assertEquals(1, calls.get());
        }
    }

    @Test
    void aRunOfEachNodeIsLostWithItsNode() {
        try (var node = node()) {
            node.define("each", "'scope':'NODE'");
            TestLease.settle(node.lease, node.clock);
            for (var state : List.of("RUNNING", "CLAIMED")) {
                var dead = UUID.randomUUID();
                database.execute("INSERT INTO run (id, task_id, handler, fire_at, claim_key, attempt, state, owner, fence, claimed_at) VALUES (?, 'each', 'yearly', CURRENT_TIMESTAMP, ?, 1, ?, ?, 1, CURRENT_TIMESTAMP)",
                        UUID.randomUUID(), dead.toString(), state, dead);
            }
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(2, node.runs("state = 'LOST' AND error LIKE '%scope is NODE%' AND ended_at IS NOT NULL"), "no other node does a dead one's work");
            assertEquals(2, node.count("carillon_runs_lost_total"));
            assertEquals(List.of("run.lost", "run.lost"), TestJournal.all(node.journal).stream().map(publication -> publication.event()).toList());
            assertEquals(0, calls.get());
        }
    }

    @Test
    void aTaskWhoseHandlerIsGoneSaysSoAndARunOfItWaitsForADeploymentThatHasIt() {
        release.countDown();
        try (var before = node()) {
            before.define("orphan");
        }
        UUID asked;
        try (var after = new TestNode(database, 4, new Handler(TestNode.Other.class, this::work)).start()) {
            asked = after.requests.runNow("orphan", null, null, null).run();
            after.turn();
            assertEquals(RunState.QUEUED, after.runs.find(asked).orElseThrow().state(), "a node that has it may be there tomorrow");
            var why = after.schedules.explain("orphan");
            assertEquals(Health.NO_HANDLER + " 1", why.health() + " " + why.queued());
            assertTrue(why.text().contains("no handler 'yearly'"), why.text());
            assertEquals("SUCCEEDED", after.state(after.fire("other", 1)), "and the others go on");
        }
        try (var back = node()) {
            back.turn();
            back.awaitIdle();
            assertEquals(RunState.SUCCEEDED, back.runs.find(asked).orElseThrow().state(), "then it runs");
        }
    }

    @Test
    void aRunWhoseHandlerIsGoneWhenItBeginsFailsWithThatReason() {
        try (var before = node()) {
            before.define("orphan");
        }
        try (var after = new TestNode(database, 4, new Handler(TestNode.Other.class, this::work)).start()) {
            var claim = TestRuns.claim("orphan", after.yearBegin());
            database.jdbi().useTransaction(handle -> RunTable.insert(handle, TestRuns.claimed(claim, after.lease.node())));
            after.runner.dispatch(after.assignment(claim), after.clock.nanos());
            after.awaitIdle();
            var run = after.runs.find(claim.runId()).orElseThrow();
            assertEquals(RunState.FAILED, run.state());
            assertTrue(run.error().contains("The handler 'yearly' is gone."), run.error());
        }
    }

    @Test
    void aRunThatWaitsRunsByTheHandlerThatItsTaskHasByThen() {
        release.countDown();
        try (var node = node(); var other = new TestNode(database, 4, new Handler(TestNode.Other.class, context -> TaskResult.nothing())).start()) {
            node.define("moved");
            var asked = node.requests.runNow("moved", null, null, null).run();
            long version = node.definitions.find("moved").orElseThrow().version();
            other.definitions.define("moved", TestNode.json("{'handler':'other'}"), TaskDefinition.Source.REST, version);
            node.turn();
            node.awaitIdle();
            assertEquals(RunState.QUEUED, node.runs.find(asked).orElseThrow().state(), "a node that has only the handler of before leaves it alone");
            other.turn();
            other.awaitIdle();
            var run = other.runs.find(asked).orElseThrow();
            assertEquals("SUCCEEDED other", run.state() + " " + run.handler());
        }
    }

    private TestNode node() {
        return TestNode.of(database, this::work);
    }

    private TaskResult work(TaskContext context) throws InterruptedException {
        calls.incrementAndGet();
        release.await();
        return TaskResult.nothing();
    }
}
