package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.carillon.api.BackgroundTask;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.api.TaskStopped;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.journal.TestJournal;
import org.carillon.nodes.TestLease;
import org.carillon.runs.RunFilter;
import org.carillon.server.Await;
import org.carillon.tasks.TestNode.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a run whose node stops, or is asked to go. */
@ParameterizedClass
@EnumSource(Vendor.class)
class StopTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestDatabase database;
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    StopTest(Vendor vendor) {
        database = new TestDatabase(vendor);
    }

    @AfterEach
    void end() throws SQLException {
        release.countDown();
        database.close();
    }

    private TestNode node(Duration grace, BackgroundTask work) {
        return new TestNode(database, 4, grace, new Handler(TestNode.Yearly.class, work)).start();
    }

    private TaskResult work(TaskContext context) throws InterruptedException {
        began.countDown();
        release.await();
        return TaskResult.publish("event", Json.createValue("worth the wait"));
    }

    private Instant begin(TestNode node) {
        var fire = node.makeDue(TestNode.TASK, 1);
        node.timetable.tick();
        Await.until("the handler works", DEADLINE, () -> began.getCount() == 0);
        return fire;
    }

    private static Thread stop(TestNode node) {
        var stopping = new Thread(node::close);
        stopping.start();
        Await.until("it waits for the run", DEADLINE, () -> stopping.getState() == Thread.State.TIMED_WAITING);
        return stopping;
    }

    @Test
    void aRunThatEndsWithinTheGraceIsRecordedAndTold() throws InterruptedException {
        var node = node(DEADLINE, this::work);
        var fire = begin(node);
        var stopping = stop(node);
        node.makeDue(TestNode.TASK, 2);
        node.timetable.tick();
        assertEquals(1, node.runs("TRUE"), "nothing new begins meanwhile");
        release.countDown();
        stopping.join(DEADLINE.toMillis());
        assertTrue(!stopping.isAlive(), "and nobody waits longer than for its end");
        assertEquals("SUCCEEDED", node.state(fire), "it was not interrupted");
        assertEquals("event", TestJournal.all(node.journal).get(0).event());
    }

    @Test
    void aNodeThatWaitsForItsRunsKeepsThemFromOthers() throws InterruptedException {
        var node = node(DEADLINE, this::work);
        begin(node);
        var until = leaseUntil(node);
        var stopping = stop(node);
        Await.until("the lease is renewed", DEADLINE, () -> leaseUntil(node).isAfter(until));
        release.countDown();
        stopping.join(DEADLINE.toMillis());
        assertEquals(1, node.runs("state = 'SUCCEEDED'"));
    }

    private OffsetDateTime leaseUntil(TestNode node) {
        return database.one(OffsetDateTime.class, "SELECT lease_until FROM node WHERE id = ?", node.lease.node());
    }

    @Test
    void aRunThatTakesLongerIsInterruptedAndRunAgainByWhoeverLives() {
        var why = new AtomicReference<TaskStopped.Reason>();
        var interruptedAt = new AtomicLong();
        var node = node(TestNode.GRACE, context -> {
            try {
                return work(context);
            } catch (InterruptedException interrupted) {
                interruptedAt.set(System.nanoTime());
                try {
                    context.checkpoint();
                } catch (TaskStopped stopped) {
                    why.set(stopped.reason());
                }
                throw interrupted;
            }
        });
        var fire = begin(node);
        long asked = System.nanoTime();
        node.close();
        Await.until("it is interrupted", DEADLINE, () -> why.get() != null);
        assertTrue(interruptedAt.get() - asked >= TestNode.GRACE.toNanos(), "not before the time");
        assertEquals(TaskStopped.Reason.NODE_STOPPING, why.get(), "and it can know why");
        assertEquals("RUNNING", node.state(fire), "it has not failed");
        node.lease.release();
        release.countDown();
        try (var other = node(TestNode.GRACE, this::work)) {
            TestLease.settle(other.lease, other.clock);
            other.timetable.tick();
            other.awaitIdle();
            assertEquals("SUCCEEDED", other.state(fire));
            assertEquals(2, other.runs.page(RunFilter.of(TestNode.TASK, 1)).get(0).attempt(), "it is the same run");
        }
    }

    @Test
    void aNodeThatIsAskedToGoEndsWhatRunsAndClaimsNothing() {
        try (var node = node(DEADLINE, this::work)) {
            var running = begin(node);
            node.define("other");
            TestLease.askToGo(database, node.lease);
            assertTrue(node.drain.look());
            node.makeDue("other", 1);
            node.timetable.tick();
            assertEquals(1, node.runs("TRUE"), "the rest is left to the others");
            release.countDown();
            node.awaitIdle();
            assertEquals("SUCCEEDED", node.state(running));
        }
    }
}
