package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.UUID;
import org.carillon.api.TaskResult;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.journal.TestJournal;
import org.carillon.nodes.TestLease;
import org.carillon.runs.RunState;
import org.carillon.runs.Runs.Cancelled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Open runs whose node has died: none stays open for ever. */
@ParameterizedClass
@EnumSource(Vendor.class)
class OrphanTest {

    private final TestDatabase database;
    private TestNode node;

    OrphanTest(Vendor vendor) {
        database = new TestDatabase(vendor);
    }

    @BeforeEach
    void start() {
        node = TestNode.of(database, context -> TaskResult.nothing());
        TestLease.settle(node.lease, node.clock);
        node.define("task");
    }

    @AfterEach
    void end() throws SQLException {
        node.close();
        database.close();
    }

    private UUID orphan(String task, String handler, String state) {
        var run = UUID.randomUUID();
        database.execute("INSERT INTO run (id, task_id, handler, fire_at, claim_key, attempt, state, owner, fence, claimed_at) VALUES (?, ?, ?, CURRENT_TIMESTAMP, ?, 1, ?, ?, 1, CURRENT_TIMESTAMP)",
                run, task, handler, run.toString(), state, UUID.randomUUID());
        return run;
    }

    private RunState state(UUID run) {
        return node.runs.find(run).orElseThrow().state();
    }

    private void tick() {
        node.clock.advance(Timetable.REAPING);
        node.lease.renew();
        node.timetable.tick();
        node.awaitIdle();
    }

    @Test
    void aRunThatNobodyCanTakeUpIsLostWhenItsTaskIsGoneOrHasAnotherHandler() {
        var gone = orphan("gone", "elsewhere", "RUNNING");
        var moved = orphan("task", "elsewhere", "CLAIMED");
        database.execute("INSERT INTO task (id, handler, source, definition, version, changed_at) VALUES ('theirs', 'elsewhere', 'REST', '{\"handler\":\"elsewhere\"}', 77, CURRENT_TIMESTAMP)");
        var theirs = orphan("theirs", "elsewhere", "RUNNING");
        tick();
        assertEquals(RunState.LOST, state(gone));
        assertEquals(RunState.LOST, state(moved), "else it would keep its task from running for ever");
        assertEquals(RunState.RUNNING, state(theirs), "a node that has the handler may come back");
        assertEquals(2, TestJournal.all(node.journal).stream().filter(told -> told.event().equals("run.lost")).count(), "it is told, and counted");
        assertEquals(2, node.count("carillon_runs_lost_total"));
        database.execute("UPDATE run SET claimed_at = claimed_at - INTERVAL '15' DAY");
        tick();
        assertEquals(RunState.LOST, state(theirs), "but is not waited for for ever");
    }

    @Test
    void aRunOfADeadNodeIsCancelledAtOnce() {
        var run = orphan("task", "elsewhere", "RUNNING");
        assertEquals(Cancelled.NOW, node.runs.cancel(run, "ann"), "nobody is there to interrupt it");
        assertEquals(RunState.CANCELLED, state(run));
    }

    @Test
    void aRunThatWasToBeCancelledIsNotBegunAgain() {
        var dying = orphan("task", TestNode.TASK, "RUNNING");
        var failing = orphan("task", TestNode.TASK, "RETRYING");
        database.execute("UPDATE run SET cancel_asked = TRUE, due_at = CASE state WHEN 'RETRYING' THEN CURRENT_TIMESTAMP END");
        tick();
        assertEquals(RunState.CANCELLED, state(dying), "not after its node died before it could interrupt it");
        assertEquals(RunState.CANCELLED, state(failing), "and not when its attempt failed by itself");
        assertEquals(0, node.runs("state = 'SUCCEEDED'"));
    }
}
