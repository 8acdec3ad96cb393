package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.carillon.api.TaskResult;
import org.carillon.configuration.Vendor;
import org.carillon.runs.RunState;
import org.carillon.tasks.Schedules.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Why a task does not run although its schedule goes on. */
@ParameterizedClass
@EnumSource(Vendor.class)
class WhyTest extends RunScenario {

    WhyTest(Vendor vendor) {
        super(vendor);
    }

    @Test
    void aTaskWhoseRunHangsNamesItAndWhatItHasCost() {
        hang();
        try (var node = begin()) {
            assertEquals(Health.OK, node.schedules.explain("task").health(), "a run that goes on is nothing to explain");
            skip(node, 2);
            skip(node, 3);
            var why = node.schedules.explain("task");
            assertEquals(Health.BUSY, why.health(), "all its fires are skipped");
            var open = node.runs.find(node.workers.inHand().iterator().next()).orElseThrow();
            assertTrue(why.text().contains("run " + open.id() + " since " + open.startedAt()) && why.text().contains("skipped 2 fires"), why.text());
            release.countDown();
            node.awaitIdle();
            assertEquals(Health.OK, node.schedules.explain("task").health(), "the next fire can run");
        }
    }

    @Test
    void onlyAFewOfManyOpenRunsAreNamed() {
        hang();
        try (var node = begin("'overlap':{'policy':'ALLOW','max':4}")) {
            for (int n = 2; n <= 4; n++) {
                node.makeDue("task", n);
                node.timetable.tick();
            }
            assertEquals(Health.OK, node.schedules.explain("task").health(), "as many as may be are open, and none was skipped");
            row("task", "SKIPPED", node.yearBegin().plusMillis(5), null);
            var why = node.schedules.explain("task");
            assertEquals(Health.BUSY, why.health());
            assertTrue(why.text().startsWith("4 of its runs are open") && why.text().contains(" and 1 more.") && why.text().contains("skipped 1 fire since"), why.text());
            assertEquals(3, why.text().split("run ", -1).length - 1, why.text());
        }
    }

    @Test
    void aNodeThatHangsIsNotHiddenByOthersThatRun() {
        hang();
        try (var node = begin("'scope':'NODE'", "'trigger':{'type':'interval','every':'PT0.1S'}")) {
            Instant later = database.one(OffsetDateTime.class, "SELECT MAX(fire_at) FROM run WHERE task_id = 'task' AND state = 'RUNNING'").toInstant().plusSeconds(1);
            row("task", "SKIPPED", later, node);
            try (var other = TestNode.of(database, context -> TaskResult.nothing())) {
                row("task", "SUCCEEDED", later, other);
                assertEquals(Health.BUSY, node.schedules.explain("task").health());
            }
        }
    }

    @Test
    void aTaskWhoseFiresAreMissedSaysSoUntilItRunsAgain() {
        try (var node = TestNode.of(database, work)) {
            node.define("task", "'misfireGrace':'PT1M'");
            for (int n = 1; n <= 2; n++) {
                node.makeDue("task", n);
                node.timetable.tick();
            }
            assertEquals(2, node.runs("state = 'MISSED'"));
            var why = node.schedules.explain("task");
            assertEquals(Health.OVERDUE, why.health(), "its next fire is planned, and it has not run");
            assertTrue(why.text().startsWith("It has missed 2 fires since its last run: they could only have started more than PT1M late"), why.text());
            node.requests.runNow("task", null, null, null);
            node.turn();
            node.awaitIdle();
            assertEquals(Health.OK, node.schedules.explain("task").health());
        }
    }

    @Test
    void whatDidNotRunNeitherHidesFailuresNorIsASuccess() {
        work = context -> {
            throw new IOException();
        };
        try (var node = TestNode.of(database, context -> work.run(context))) {
            node.fire(1);
            node.fire(2);
            for (int n = 3; n <= 203; n++) {
                row(TestNode.TASK, n % 2 == 0 ? "SKIPPED" : "CANCELLED", node.yearBegin().plusMillis(n), null);
            }
            var why = node.schedules.explain(TestNode.TASK);
            assertEquals(Health.FAILING + " 2", why.health() + " " + why.failures(), "its latest runs have failed, however many fires came to nothing since");
        }
    }

    /** @param node null for one that no node ever began */
    private void row(String task, String state, Instant fire, TestNode node) {
        database.execute("INSERT INTO run (id, task_id, handler, fire_at, claim_key, attempt, state, fence, owner, ended_at) VALUES (?, ?, 'yearly', ?, ?, ?, ?, 0, CAST(? AS UUID), CURRENT_TIMESTAMP)",
                UUID.randomUUID(), task, fire.atOffset(ZoneOffset.UTC), node == null ? "" : node.lease.node().toString(), node == null ? 0 : 1, state, node == null ? null : node.lease.node());
    }

    private void hang() {
        work = context -> {
            began.countDown();
            release.await();
            return TaskResult.nothing();
        };
    }

    private void skip(TestNode node, int n) {
        var fire = node.makeDue("task", n);
        node.timetable.tick();
        assertEquals(RunState.SKIPPED.name(), node.state(fire));
    }
}
