package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.carillon.api.BackgroundTask;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.journal.TestJournal;
import org.carillon.nodes.TestLease;
import org.carillon.server.Await;
import org.carillon.server.Warnings;
import org.carillon.tasks.TestNode.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Vendor.class)
class PolicyTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestDatabase database;
    private final Queue<TaskContext> fired = new ConcurrentLinkedQueue<>();
    private final Semaphore release = new Semaphore(0);
    private final AtomicInteger beside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    PolicyTest(Vendor vendor) {
        database = new TestDatabase(vendor);
    }

    @AfterEach
    void end() throws SQLException {
        release.release(1_000);
        database.close();
    }

    @Test
    void aFireThatIsTooLateIsARowACounterAndAnEvent() {
        try (var node = node(this::note)) {
            node.define("late", "'description':'x'");
            database.execute("UPDATE task SET definition = REPLACE(definition, 'PT87600H', 'PT1M')");
            database.execute("UPDATE task SET version = version + 1");
            database.execute("UPDATE schedule SET version = version + 1");
            var fire = node.makeDue("late", 1);
            node.timetable.tick();
            node.awaitIdle();
            assertEquals("MISSED", node.state(fire), "a row says so");
            assertEquals(1, node.count("carillon_fires_missed_total"), "a counter says so");
            var told = TestJournal.all(node.journal).get(0);
            assertEquals("task:late run.missed", told.channel() + " " + told.event(), "and whoever watches the task hears of it");
            assertEquals(0, fired.size(), "it does not run");
        }
    }

    @Test
    void aSkippedFireIsARowACounterAndAnEvent() {
        try (var node = node(this::wait)) {
            node.makeDue(TestNode.TASK, 1);
            node.timetable.tick();
            var second = node.makeDue(TestNode.TASK, 2);
            node.timetable.tick();
            assertEquals("SKIPPED", node.state(second), "a row says so");
            assertEquals(1, node.count("carillon_fires_skipped_total"), "a counter says so");
            assertEquals("run.skipped", TestJournal.all(node.journal).get(0).event(), "and an event");
            release.release();
            node.awaitIdle();
        }
    }

    @Test
    void aTaskThatSkipsAtEachFireIsInTheLogOnceAMinute() {
        try (var node = node(this::wait); var warnings = new Warnings(Told.class)) {
            for (int n = 1; n <= 5; n++) {
                node.makeDue(TestNode.TASK, n);
                node.timetable.tick();
            }
            assertEquals(4, node.runs("state = 'SKIPPED'"), "each is in the history");
            assertEquals(1, warnings.texts().size(), warnings.texts()::toString);
            node.clock.advanceMillis(60_000);
            node.lease.renew();
            node.makeDue(TestNode.TASK, 6);
            node.timetable.tick();
            assertTrue(warnings.texts().get(1).endsWith("It was like this 3 more times since that was last said."), warnings.texts()::toString);
            release.release();
            node.awaitIdle();
        }
    }

    @Test
    void aQueueRunsOneAfterAnotherInOrder() {
        try (var node = node(this::wait); var other = node(this::wait)) {
            node.define("queue", "'overlap':{'policy':'QUEUE'}");
            var fires = List.of(due(node, "queue", 1), due(other, "queue", 2), due(node, "queue", 3));
            assertEquals(2, node.runs("state = 'QUEUED'"), "two wait for the one that runs");
            release.release(3);
            Await.until("all have run", DEADLINE, () -> {
                node.turn();
                other.turn();
                return node.runs("state = 'SUCCEEDED'") == 3;
            });
            assertEquals(fires, fired.stream().map(TaskContext::fireTime).toList(), "the oldest first, on whichever node");
            assertEquals(1, most.get(), "never beside one another");
        }
    }

    @Test
    void anEndWakesTheNextInTheQueue() {
        try (var node = node(this::wait)) {
            node.define("queue", "'overlap':{'policy':'QUEUE'}");
            due(node, "queue", 1);
            due(node, "queue", 2);
            Await.until("who waits is not looked at all the time", DEADLINE, () -> {
                node.timetable.tick();
                return node.runs("state = 'QUEUED' AND due_at <= CURRENT_TIMESTAMP") == 0;
            });
            release.release(1);
            node.awaitIdle();
            Await.until("but at once when its turn has come", Claims.PATIENCE.minusSeconds(1), () -> node.runs("state = 'QUEUED' AND due_at <= CURRENT_TIMESTAMP") == 1);
        }
    }

    @Test
    void asManyAsAllowedRunBesideOneAnotherInTheWholeCluster() {
        try (var node = node(this::wait); var other = node(this::wait)) {
            node.define("allow", "'overlap':{'policy':'ALLOW','max':3}");
            for (int n = 1; n <= 4; n++) {
                due(n % 2 == 0 ? node : other, "allow", n);
            }
            Await.until("three run", DEADLINE, () -> most.get() == 3);
            assertEquals(1, node.runs("state = 'SKIPPED'"), "one more is skipped, whichever node it came to");
            release.release(3);
            node.awaitIdle();
            other.awaitIdle();
        }
    }

    @Test
    void allFiresOfADowntimeAreRunOneAfterAnother() {
        try (var node = node(this::wait)) {
            node.define("all", "'coalesce':'ALL'");
            var due = node.yearBegin().minus(Duration.ofDays(2 * 365));
            database.execute("UPDATE schedule SET next_fire_at = ?, due_at = ? WHERE task_id = 'all'", due.atOffset(ZoneOffset.UTC), due.atOffset(ZoneOffset.UTC));
            release.release(3);
            Await.until("three years have run", DEADLINE, () -> {
                node.turn();
                return node.runs("state = 'SUCCEEDED'") == 3;
            });
            assertEquals(List.of(due, due.plus(Duration.ofDays(365)), node.yearBegin()), fired.stream().map(TaskContext::fireTime).toList(), "each, in order");
            assertEquals(1, most.get(), "although the policy skips a fire during the one before");
        }
    }

    @Test
    void withScopeNodeEachNodeRunsEachFire() {
        try (var node = node(this::note); var other = node(this::note)) {
            node.define("cache", "'scope':'NODE'", "'trigger':{'type':'interval','every':'PT0.1S'}");
            Await.until("both have run it", DEADLINE, () -> {
                node.turn();
                other.turn();
                return fired.stream().map(TaskContext::node).distinct().count() == 2;
            });
            node.awaitIdle();
            other.awaitIdle();
            assertTrue(node.runs("claim_key <> ''") >= 2, "each run has its own row");
            assertEquals(0, node.runs("task_id = 'cache' AND claim_key <> CAST(owner AS VARCHAR)"), "which is its node's");
        }
    }

    @Test
    void aPausedTaskOfScopeNodeRestsOnEachNode() {
        try (var node = node(this::note)) {
            node.define("cache", "'scope':'NODE'", "'trigger':{'type':'interval','every':'PT0.1S'}");
            node.schedules.pause("cache");
            for (int i = 0; i < 5; i++) {
                node.turn();
            }
            assertEquals(0, fired.size(), "as any other task does");
        }
    }

    @Test
    void aRunThatMayNotBeRunAgainIsLost() {
        try (var node = node(this::note)) {
            node.define("once", "'onLost':'MARK_LOST'");
            TestLease.settle(node.lease, node.clock);
            orphan("once", "RUNNING", 0);
            orphan("once", "CLAIMED", 0);
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(1, node.runs("state = 'LOST' AND error LIKE '%policy%' AND ended_at IS NOT NULL"), "it may have done its work");
            assertEquals(1, node.count("carillon_runs_lost_total"), "which is counted");
            assertEquals("run.lost", TestJournal.all(node.journal).get(0).event(), "and told");
            assertEquals(1, fired.size(), "the one that had not begun is run: it has done nothing");
        }
    }

    @Test
    void whatADeadNodeHadIsTakenOverAsFastAsWorkersBecomeFree() {
        try (var node = node(this::note)) {
            TestLease.settle(node.lease, node.clock);
            IntStream.range(0, 6).forEach(n -> orphan(TestNode.TASK, "RUNNING", 0));
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(4, node.runs("state = 'SUCCEEDED'"), "there are four workers");
            node.clock.advance(Timetable.GATHERING);
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(6, node.runs("state = 'SUCCEEDED'"), "the others do not wait for the next turn of looking for them");
        }
    }

    @Test
    void aRunThatTakesItsNodesDownIsNotGivenToAllOfThem() {
        try (var node = node(this::note)) {
            TestLease.settle(node.lease, node.clock);
            orphan(TestNode.TASK, "RUNNING", Claims.MAX_LOSSES - 2);
            orphan(TestNode.TASK, "RUNNING", Claims.MAX_LOSSES - 1);
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(1, node.runs("state = 'SUCCEEDED' AND losses = " + (Claims.MAX_LOSSES - 1)), "the last chance is given");
            assertEquals(1, node.runs("state = 'LOST'"), "one more is not");
            assertEquals(1, database.one(Integer.class, "SELECT COUNT(*) FROM attempt WHERE outcome = 'LOST'"), "the attempt that was lost is in the history");
        }
    }

    @Test
    void aFixedDelayCountsFromTheEndOfTheRun() {
        try (var node = node(this::wait)) {
            node.define("delay", "'trigger':{'type':'interval','every':'PT1H','mode':'FIXED_DELAY'}");
            due(node, "delay", 1);
            assertEquals(1, database.one(Integer.class, "SELECT COUNT(*) FROM schedule WHERE task_id = 'delay' AND next_fire_at IS NULL"), "while it runs, nobody knows when the next is");
            release.release();
            node.awaitIdle();
            assertEquals(1, database.one(Integer.class, "SELECT COUNT(*) FROM schedule WHERE task_id = 'delay' AND next_fire_at > CURRENT_TIMESTAMP AND due_at = next_fire_at"),
                    "with its record the next is planned");
        }
    }

    @Test
    void aFixedDelayWhoseRunEndedWithoutTellingIsMended() {
        try (var node = node(this::note)) {
            node.define("delay", "'trigger':{'type':'interval','every':'PT1H','mode':'FIXED_DELAY'}");
            database.execute("UPDATE schedule SET next_fire_at = NULL, due_at = NULL WHERE task_id = 'delay'");
            node.schedules.repair();
            assertEquals(1, database.one(Integer.class, "SELECT COUNT(*) FROM schedule WHERE task_id = 'delay' AND due_at > CURRENT_TIMESTAMP"), "it does not wait for ever");
        }
    }

    private Instant due(TestNode node, String task, int n) {
        var fire = node.makeDue(task, n);
        node.timetable.tick();
        return fire;
    }

    private TestNode node(BackgroundTask work) {
        return new TestNode(database, 4, new Handler(TestNode.Yearly.class, work)).start();
    }

    private TaskResult note(TaskContext context) {
        fired.add(context);
        return TaskResult.nothing();
    }

    private TaskResult wait(TaskContext context) throws InterruptedException {
        fired.add(context);
        most.accumulateAndGet(beside.incrementAndGet(), Math::max);
        assertTrue(release.tryAcquire(20, TimeUnit.SECONDS), "the test lets the handler go");
        beside.decrementAndGet();
        return TaskResult.nothing();
    }

    private void orphan(String task, String state, int losses) {
        database.execute("INSERT INTO run (id, task_id, handler, fire_at, claim_key, attempt, state, owner, fence, losses, claimed_at) VALUES (?, ?, 'yearly', CURRENT_TIMESTAMP, ?, 1, ?, ?, 1, ?, CURRENT_TIMESTAMP)",
                UUID.randomUUID(), task, UUID.randomUUID().toString(), state, UUID.randomUUID(), losses);
    }
}
