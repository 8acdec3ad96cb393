package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.carillon.api.BackgroundTask;
import org.carillon.api.TaskResult;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.runs.RunState;
import org.carillon.server.Await;
import org.carillon.tasks.Schedules.ResumeFrom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that this node knows to be due waits for the next look, and no look follows another for nothing. */
@ParameterizedClass
@EnumSource(Vendor.class)
class WakeupTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestDatabase database;
    private final AtomicInteger wakeups = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile BackgroundTask work = context -> TaskResult.nothing();
    private TestNode node;

    WakeupTest(Vendor vendor) {
        database = new TestDatabase(vendor);
    }

    @BeforeEach
    void start() {
        node = TestNode.of(database, context -> work.run(context));
        node.timetable.onWakeup(wakeups::incrementAndGet);
        node.timetable.tick();
    }

    @AfterEach
    void end() throws SQLException {
        release.countDown();
        node.close();
        database.close();
    }

    private void wakes(String what, Runnable change) {
        int before = wakeups.get();
        change.run();
        assertTrue(wakeups.get() > before, what);
    }

    @Test
    void whatIsChangedByHandIsSeenAtOnce() {
        wakes("a task that is defined", () -> node.define("task"));
        wakes("a run that is asked for", () -> node.requests.runNow("task", null, null, null));
        node.schedules.pause("task");
        wakes("a task that goes on", () -> node.schedules.resume("task", new ResumeFrom.AsScheduled()));
        node.schedules.pauseScheduler(true);
        wakes("a scheduler that goes on", () -> node.schedules.pauseScheduler(false));
        wakes("a task that is removed", () -> node.definitions.remove("task", node.definitions.find("task").orElseThrow().version()));
    }

    @Test
    void whatIsUndoneWakesNobodyAndWhatIsPartOfMoreWaitsForTheWhole() {
        node.define("task");
        int before = wakeups.get();
        assertThrows(IllegalStateException.class, () -> database.jdbi().useTransaction(handle -> {
            node.requests.runNow("task", null, null, null);
            throw new IllegalStateException("on purpose");
        }));
        database.jdbi().useTransaction(handle -> {
            node.requests.runNow("task", null, null, null);
            assertEquals(before, wakeups.get(), "nothing is to be seen yet");
        });
        assertEquals(before + 1, wakeups.get());
    }

    @Test
    void aTaskOfEachNodeIsPlannedAtTheFirstLookAfterItsDefinition() {
        node.timetable.tick();
        node.define("each", "'scope':'NODE','trigger':{'type':'interval','every':'PT0.1S'}");
        node.timetable.tick();
        Await.until("it fires", DEADLINE, () -> {
            node.timetable.tick();
            return node.runs("task_id = 'each'") > 0;
        });
    }

    @Test
    void theEndOfARunBringsForwardWhatWaitedForIt() {
        work = context -> {
            release.await();
            return TaskResult.nothing();
        };
        node.define("task", "'trigger':{'type':'interval','every':'PT0.1S','mode':'FIXED_DELAY'}");
        node.makeDue("task", 1);
        node.timetable.tick();
        int before = wakeups.get();
        release.countDown();
        node.awaitIdle();
        assertTrue(wakeups.get() > before, "the next fire of a fixed delay");

        var queued = node.requests.runNow("task", null, null, null).run();
        int asked = wakeups.get();
        node.fire("task", 2);
        assertTrue(wakeups.get() > asked, "a run that has waited behind another");
        node.timetable.tick();
        node.awaitIdle();
        assertEquals(RunState.SUCCEEDED, node.runs.find(queued).orElseThrow().state());
    }

    @Test
    void aRetryComesWhenItIsDueAndNotAtTheNextLook() {
        work = context -> {
            if (context.attempt() == 1) {
                throw new IllegalStateException("on purpose");
            }
            return TaskResult.nothing();
        };
        node.define("task", "'retry':{'maxAttempts':2,'backoff':'PT0S'}");
        int before = wakeups.get();
        var fire = node.fire("task", 1);
        assertTrue(wakeups.get() > before, "the failure is told to the tick");
        node.timetable.tick();
        node.awaitIdle();
        assertEquals("SUCCEEDED", node.state(fire));
    }

    @Test
    void aWorkerThatBecomesFreeTakesWhatWasLeft() {
        work = context -> {
            release.await();
            return TaskResult.nothing();
        };
        IntStream.range(0, 6).forEach(n -> {
            node.define("task-" + n);
            node.makeDue("task-" + n, n);
        });
        assertEquals(Timetable.MAX_SLEEP, node.timetable.tick(), "four workers are busy, and looking again would be for nothing");
        assertEquals(Timetable.MAX_SLEEP, node.timetable.tick(), "still");
        int before = wakeups.get();
        release.countDown();
        node.awaitIdle();
        assertTrue(wakeups.get() > before, "the first that is free");
        assertEquals(Timetable.GATHERING, node.timetable.tick(), "and a moment later there are more of them for one transaction");
        assertEquals(4, node.runs("TRUE"));
        node.clock.advance(Timetable.GATHERING);
        node.timetable.tick();
        node.awaitIdle();
        assertEquals(6, node.runs("state = 'SUCCEEDED'"));
        int idle = wakeups.get();
        node.fire(7);
        assertEquals(idle, wakeups.get(), "whose end nobody waits for");
    }

    @Test
    void whatIsDueAndCannotBeClaimedIsNotLookedAtWithoutAPause() throws SQLException {
        node.makeDue(TestNode.TASK, 1);
        try (var other = database.open(); var lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("SELECT task_id FROM schedule WHERE task_id = '" + TestNode.TASK + "' FOR UPDATE");
            node.timetable.tick();
            for (int i = 0; i < 3; i++) {
                var sleep = node.timetable.tick();
                assertTrue(sleep.compareTo(Timetable.PAUSE) >= 0 && sleep.compareTo(Timetable.MAX_SLEEP) < 0, "another node has it: " + sleep);
            }
            other.rollback();
        }
    }
}
