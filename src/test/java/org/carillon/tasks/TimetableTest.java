package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.nodes.Lease;
import org.carillon.nodes.TestLease;
import org.carillon.tasks.TestNode.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Vendor.class)
class TimetableTest {

    private static final Duration YEAR = Duration.ofDays(365);

    private final TestDatabase database;
    private final Queue<TaskContext> fired = new ConcurrentLinkedQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    TimetableTest(Vendor vendor) {
        database = new TestDatabase(vendor);
    }

    @AfterEach
    void end() throws SQLException {
        release.countDown();
        database.close();
    }

    @Test
    void whatIsDueIsFiredOnceWithItsNominalTime() {
        try (var node = TestNode.of(database, this::note)) {
            var fire = node.fire(1);
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(1, fired.size(), "each fire is claimed once");
            assertEquals(fire, fired.peek().fireTime(), "the handler is told the schedule's time, not a clock's");
            assertEquals(1, fired.peek().attempt(), "the first attempt is number 1");
            assertEquals("SUCCEEDED", node.state(fire), "the run is recorded");
        }
    }

    @Test
    void afterALongPauseOnlyTheLatestFireIsCaughtUpWith() {
        try (var node = TestNode.of(database, this::note)) {
            var latest = node.yearBegin();
            setNext(latest.minus(YEAR.multipliedBy(10)));
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(List.of(latest), fired.stream().map(TaskContext::fireTime).toList(), "eleven fires were due and the latest counts");
            assertEquals(latest.plus(YEAR), next(), "the schedule goes on after it");
        }
    }

    @Test
    void aFireThatCameDueWhileTheNodeWasDownIsFiredAfterTheRestart() {
        Instant due;
        try (var before = TestNode.of(database, this::note)) {
            due = before.makeDue(TestNode.TASK, 3);
        }
        try (var after = TestNode.of(database, this::note)) {
            after.timetable.tick();
            after.awaitIdle();
            assertEquals(List.of(due), fired.stream().map(TaskContext::fireTime).toList(), "the schedule is in the database");
        }
    }

    @Test
    void aFireThatWasRunIsNotRunAgainAfterARestart() {
        try (var before = TestNode.of(database, this::note)) {
            setNext(before.yearBegin());
            before.timetable.tick();
            before.awaitIdle();
        }
        try (var after = TestNode.of(database, this::note)) {
            setNext(after.yearBegin());
            after.timetable.tick();
            after.awaitIdle();
            assertEquals(1, fired.size(), "not even when the database's clock went back");
        }
    }

    @Test
    void anotherTriggerBeginsTheScheduleAnew() {
        try (var node = TestNode.of(database, this::note)) {
            var due = node.makeDue(TestNode.TASK, 1);
            database.execute("UPDATE schedule SET trigger_text = 'another'");
            database.execute("UPDATE task SET definition = '{\"handler\":\"yearly\"}'");
            node.arm();
            assertNotEquals(due, next(), "what the old trigger had planned is forgotten");
            assertEquals(node.yearBegin().plus(YEAR), next(), "the new trigger's next fire is planned");
        }
    }

    @Test
    void twoNodesThatLookAtOnceClaimEachFireOnce() throws InterruptedException {
        try (var one = TestNode.of(database, this::note); var other = TestNode.of(database, this::note)) {
            for (int n = 1; n <= 20; n++) {
                one.makeDue(TestNode.TASK, n);
                var rival = new Thread(other.timetable::tick);
                rival.start();
                one.timetable.tick();
                rival.join(TimeUnit.SECONDS.toMillis(20));
                one.awaitIdle();
                other.awaitIdle();
                one.timetable.tick();
                one.awaitIdle();
            }
            assertEquals(20, fired.size(), "each fire has one claim in the whole cluster");
            assertEquals(20, one.runs("state = 'SUCCEEDED'"), "and one recorded run");
        }
    }

    @Test
    void aFireDuringTheOneBeforeIsSkippedAndRecorded() {
        try (var node = TestNode.of(database, this::noteAndWait)) {
            var first = node.makeDue(TestNode.TASK, 1);
            node.timetable.tick();
            var second = node.makeDue(TestNode.TASK, 2);
            node.timetable.tick();
            assertEquals("SKIPPED", node.state(second), "operators see that the fire did not run");
            assertEquals(1, node.count("carillon_fires_skipped_total"), "and it is counted");
            release.countDown();
            node.awaitIdle();
            assertEquals("SUCCEEDED", node.state(first), "the one before is not disturbed");
            assertEquals(1, fired.size(), "a task never runs beside itself");
        }
    }

    @Test
    void onlyAsMuchIsClaimedAsThereAreFreeWorkers() {
        try (var node = new TestNode(database, 1, new Handler(TestNode.Yearly.class, this::noteAndWait),
                new Handler(TestNode.Other.class, this::noteAndWait)).start()) {
            node.makeDue(TestNode.TASK, 1);
            node.makeDue("other", 2);
            node.timetable.tick();
            assertEquals(1, node.runs("TRUE"), "what cannot start here is left for another node");
            assertEquals(Timetable.MAX_SLEEP, node.timetable.tick(), "and is not looked at until a worker is free");
            release.countDown();
            node.awaitIdle();
            node.clock.advance(Timetable.GATHERING);
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(2, node.runs("state = 'SUCCEEDED'"), "a free worker takes what was left");
        }
    }

    @Test
    void aNodeWhoseLeaseIsOverClaimsNothing() {
        try (var node = TestNode.of(database, this::note)) {
            node.clock.advance(Lease.DURATION);
            node.makeDue(TestNode.TASK, 1);
            node.timetable.tick();
            assertEquals(0, node.runs("TRUE"), "others may believe that this node is dead");
        }
    }

    @Test
    void theRunOfADeadNodeIsTakenOverWithTheNextAttemptAndFence() {
        try (var node = TestNode.of(database, this::note)) {
            TestLease.settle(node.lease, node.clock);
            var id = orphan(node, UUID.randomUUID(), 3, 7);
            node.timetable.tick();
            node.awaitIdle();
            var context = fired.element();
            assertEquals(id, context.runId(), "it is the same run");
            assertEquals(4, context.attempt(), "its next attempt");
            assertEquals(8, context.fence(), "with a fence that shuts out the one before");
            assertEquals(1, node.count("carillon_runs_reclaimed_total"), "and it is counted");
            assertEquals(1, node.runs("state = 'SUCCEEDED' AND attempt = 4 AND fence = 8"), "the new attempt's result is accepted");
        }
    }

    @Test
    void theRunOfALivingNodeIsLeftAlone() {
        try (var node = TestNode.of(database, this::note); var owner = TestNode.of(database, this::note)) {
            TestLease.settle(node.lease, node.clock);
            orphan(node, owner.lease.node(), 1, 1);
            node.timetable.tick();
            assertTrue(fired.isEmpty(), "a run has one owner while that lives");
        }
    }

    @Test
    void aNodeThatHasJustComeBackDoesNotJudgeOthers() {
        try (var node = TestNode.of(database, this::note)) {
            node.clock.advance(Timetable.REAPING);
            node.lease.renew();
            orphan(node, UUID.randomUUID(), 1, 1);
            node.timetable.tick();
            assertTrue(fired.isEmpty(), "after an outage of the database everybody's lease looks over");
        }
    }

    @Test
    void aRunInHandIsNotTakenFromItself() {
        var calls = new AtomicInteger();
        try (var node = TestNode.of(database, context -> {
            calls.incrementAndGet();
            return noteAndWait(context);
        })) {
            node.makeDue(TestNode.TASK, 1);
            node.timetable.tick();
            TestLease.settle(node.lease, node.clock);
            node.timetable.tick();
            assertEquals(0, node.runs("attempt > 1"), "a run that takes long is not lost");
            release.countDown();
            node.awaitIdle();
            assertEquals(1, calls.get(), "and runs once");
        }
    }

    @Test
    void withoutTheDatabaseTheTickFailsLoudlyAndLaterGoesOn() {
        try (var node = TestNode.of(database, this::note)) {
            node.makeDue(TestNode.TASK, 1);
            database.goAway();
            assertFalse(isQuiet(node), "whoever plans the tick must know");
            database.comeBack();
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(1, fired.size(), "the fire is not lost and not doubled");
        }
    }

    @Test
    void aTickThatStoppedIsSeenInTheHealth() {
        try (var node = TestNode.of(database, this::note)) {
            assertFalse(node.timetable.health().up(), "a node that never ticked is not ready");
            node.timetable.tick();
            node.clock.advance(Duration.ofSeconds(10));
            assertTrue(node.timetable.health().up(), "ten missed looks are allowed");
            node.clock.advanceMillis(1);
            assertFalse(node.timetable.health().up(), "more are not");
        }
    }

    private static boolean isQuiet(TestNode node) {
        try {
            node.timetable.tick();
            return true;
        } catch (RuntimeException away) {
            return false;
        }
    }

    private TaskResult note(TaskContext context) {
        fired.add(context);
        return TaskResult.nothing();
    }

    private TaskResult noteAndWait(TaskContext context) throws InterruptedException {
        fired.add(context);
        assertTrue(release.await(20, TimeUnit.SECONDS), "the test lets the handler go");
        return TaskResult.nothing();
    }

    private UUID orphan(TestNode node, UUID owner, int attempt, long fence) {
        var id = UUID.randomUUID();
        database.execute("INSERT INTO run (id, task_id, handler, fire_at, attempt, state, owner, fence, claimed_at) VALUES (?, ?, 'yearly', ?, ?, 'RUNNING', ?, ?, CURRENT_TIMESTAMP)",
                id, TestNode.TASK, node.yearBegin().atOffset(ZoneOffset.UTC), attempt, owner, fence);
        return id;
    }

    private void setNext(Instant time) {
        database.execute("UPDATE schedule SET next_fire_at = ?, due_at = ?", time.atOffset(ZoneOffset.UTC), time.atOffset(ZoneOffset.UTC));
    }

    private Instant next() {
        return database.one(OffsetDateTime.class, "SELECT next_fire_at FROM schedule").toInstant();
    }
}
