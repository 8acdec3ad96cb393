package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.configuration.TestDatabase;
import org.carillon.runs.RunTable;
import org.carillon.server.Await;
import org.carillon.server.Warnings;
import org.carillon.tasks.Schedules.Health;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As many handlers hang as there are workers: nothing runs any more, and somebody must hear of it. */
class StarvationTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final String[] EACH_NODE = {"'scope':'NODE'", "'trigger':{'type':'interval','every':'PT0.1S'}"};

    private final TestDatabase database = new TestDatabase();
    private final Semaphore release = new Semaphore(0);
    private final AtomicInteger begun = new AtomicInteger();
    private final Warnings warnings = new Warnings(Timetable.class);
    private TestNode node;

    @BeforeEach
    void begin() {
        node = new TestNode(database, 2, new TestNode.Handler(TestNode.Yearly.class, this::hang), new TestNode.Handler(TestNode.Other.class, context -> TaskResult.nothing())).start();
        node.define("first");
        node.define("second");
        node.define("third");
    }

    @AfterEach
    void end() throws SQLException {
        release.release(100);
        warnings.close();
        node.close();
        database.close();
    }

    @Test
    void aNodeWhoseWorkersAreAllTakenNamesWhatHoldsThemOnceAMinuteHasPassed() {
        takeAll();
        node.makeDue("other", 1);
        pass(Timetable.STARVED.minusMillis(1));
        assertEquals(List.of(), warnings.texts(), "a burst may be over by then");
        pass(Duration.ofMillis(1));
        assertEquals(1, warnings.texts().size());
        for (var run : node.workers.inHand()) {
            assertTrue(warnings.texts().get(0).contains("All 2 workers of this node have been taken for PT1M") && warnings.texts().get(0).contains(run.toString()), warnings.texts().get(0));
        }
        assertTrue(warnings.texts().get(0).contains("of task first since ") && warnings.texts().get(0).contains("of task second since "), warnings.texts().get(0));
        pass(Duration.ofHours(1));
        assertEquals(1, warnings.texts().size(), "it is said once");

        release.release();
        Await.until("a worker is free", DEADLINE, () -> node.workers.free() == 1);
        node.timetable.tick();
        Await.until("what was due has run", DEADLINE, () -> node.workers.free() == 1);
        node.makeDue("third", 1);
        pass(Timetable.GATHERING);
        node.makeDue("other", 3);
        pass(Timetable.STARVED);
        assertEquals(2, warnings.texts().size(), "and again when it happens again");
    }

    @Test
    void aNodeWhoseWorkersAreAllTakenWhileNothingIsDueIsWell() {
        takeAll();
        pass(Timetable.STARVED);
        assertEquals(List.of(), warnings.texts());
    }

    @Test
    void healthSaysHowLongAllWorkersHaveBeenTakenAndTheNodeServesItsClients() {
        node.makeDue("first", 1);
        node.timetable.tick();
        pass(Duration.ofSeconds(5));
        assertEquals("2 1 0", facts(), "one is free");
        node.makeDue("second", 1);
        node.timetable.tick();
        pass(Duration.ofSeconds(70));
        assertEquals("2 2 70000", facts());
        assertTrue(node.timetable.health().up(), "its clients are served well, and elsewhere no worker would be free for it");
        release.release();
        Await.until("a worker is free", DEADLINE, () -> node.workers.free() == 1);
        node.timetable.tick();
        assertEquals("2 1 0", facts());
    }

    @Test
    void aTaskThatWaitsForAWorkerNamesWhatHoldsThem() {
        node.makeDue("other", 1);
        assertTrue(node.schedules.explain("other").text().contains("no worker is free, or no node that has its handler is alive"), "nobody looks, though workers are free");
        database.execute("UPDATE schedule SET next_fire_at = NULL, due_at = NULL WHERE task_id = 'other'");
        takeAll();
        node.makeDue("other", 1);
        var why = node.schedules.explain("other");
        assertEquals(Health.OVERDUE, why.health());
        assertTrue(why.text().contains("all workers of this node are taken, by run ") && why.text().contains(" of task second since "), why.text());
    }

    @Test
    void aTaskOfEachNodeSaysThatThisNodeIsFull() {
        takeAll();
        node.define("each", EACH_NODE);
        node.turn();
        Await.until("its fire is overdue here", DEADLINE, () -> node.schedules.explain("each").health() == Health.OVERDUE);
        var text = node.schedules.explain("each").text();
        assertTrue(text.startsWith("Its fire of ") && text.contains(": all workers of this node are taken, by run "), text);
    }

    @Test
    void whatIsDueOnEachNodeGoesBeforeWhatOthersCanRunAndWaitsForAWorker() {
        node.makeDue("first", 1);
        node.timetable.tick();
        Await.until("one hangs", DEADLINE, () -> begun.get() == 1);
        node.define("each-1", EACH_NODE);
        node.define("each-2", EACH_NODE);
        node.turn();
        Await.until("both are due", DEADLINE, () -> List.of("each-1", "each-2").stream()
                .allMatch(task -> node.schedules.explain(task).next().isBefore(database.jdbi().withHandle(RunTable::now))));
        node.makeDue("second", 1);
        node.timetable.tick();
        assertEquals(1, node.runs("task_id LIKE 'each-_' AND state IN ('CLAIMED', 'RUNNING')"), "one has the worker that was free");
        assertEquals(2, node.runs("1 = 1"), "and the others wait until there is one; none is skipped");
    }

    private String facts() {
        var facts = node.timetable.health().facts();
        return facts.get("workers") + " " + facts.get("busyWorkers") + " " + facts.get("fullMillis");
    }

    private void takeAll() {
        node.makeDue("first", 1);
        node.makeDue("second", 1);
        node.timetable.tick();
        Await.until("both hang", DEADLINE, () -> begun.get() == 2);
    }

    private void pass(Duration time) {
        node.clock.advance(time);
        node.lease.renew();
        node.timetable.tick();
    }

    private TaskResult hang(TaskContext context) {
        begun.incrementAndGet();
        release.acquireUninterruptibly();
        return TaskResult.nothing();
    }
}
