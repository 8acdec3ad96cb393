package org.carillon.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.Locale;
import org.carillon.api.TaskResult;
import org.carillon.audit.FireAudit.Findings;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.journal.TestJournal;
import org.carillon.tasks.Schedules.ResumeFrom;
import org.carillon.tasks.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fire that there should have been is found on record, or missed. */
@ParameterizedClass
@EnumSource(Vendor.class)
class FireAuditTest {

    private static final String OLDEST = " AND fire_at = (SELECT MIN(fire_at) FROM run WHERE task_id = 'each')";

    private final TestDatabase database;
    private TestNode node;
    private FireAudit audit;

    FireAuditTest(Vendor vendor) {
        database = new TestDatabase(vendor);
    }

    @BeforeEach
    void start() {
        node = TestNode.of(database, context -> TaskResult.nothing());
        audit = new FireAudit(node.retention(), node.runs, node.counters);
    }

    @AfterEach
    void end() throws SQLException {
        node.close();
        database.close();
    }

    /** As if the task had been defined 20 s ago and nobody had been there since. */
    private void elapse(String id) {
        database.execute("UPDATE schedule SET next_fire_at = next_fire_at - INTERVAL '20' SECOND, due_at = due_at - INTERVAL '20' SECOND, since = since - INTERVAL '20' SECOND WHERE task_id = ?", id);
        node.timetable.tick();
        node.awaitIdle();
    }

    private Findings found(long holes, long doubles) {
        var found = audit.look();
        assertEquals(holes + " " + doubles, found.holes() + " " + found.doubles(), "holes and doubles of " + found);
        return found;
    }

    @Test
    void whatOneRunStandsForIsOnRecordWhicheverRunThatIs() {
        for (var coalesce : new String[] {"LATEST", "EARLIEST", "ALL"}) {
            node.defineEachSecond(coalesce.toLowerCase(Locale.ROOT), "'coalesce':'" + coalesce + "'");
            elapse(coalesce.toLowerCase(Locale.ROOT));
        }
        var found = found(0, 0);
        assertEquals(4, found.tasks(), "one of them, each year, is not due");
        assertTrue(found.fires() >= 60, found + " of three tasks in 20 s");
    }

    @Test
    void whatIsMissedIsOnRecord() {
        node.defineEachSecond("each", "'misfireGrace':'PT5S'");
        elapse("each");
        assertEquals(1, node.runs("state = 'MISSED'"));
        found(0, 0);
    }

    @Test
    void aFireWithoutARecordIsAHoleAndIsRecordedAsMissed() {
        node.defineEachSecond("each", "'coalesce':'ALL'");
        elapse("each");
        database.execute("DELETE FROM run WHERE task_id = 'each'" + OLDEST);
        found(1, 0);
        audit.mend();
        assertEquals(1, node.runs("state = 'MISSED' AND error LIKE 'There was no record%'" + OLDEST));
        assertEquals(1, node.count("carillon_fires_holes_total"));
        assertEquals("task:each run.missed", TestJournal.all(node.journal).stream().map(told -> told.channel() + " " + told.event()).reduce((one, other) -> other).orElse(""), "whoever watches hears of it");
        audit.mend();
        assertEquals(1, node.count("carillon_fires_holes_total"), "it is found once");
        found(1, 0);
    }

    @Test
    void aFireOfWhichThereAreTwoRecordsIsADouble() {
        node.defineEachSecond("each", "'coalesce':'ALL'");
        elapse("each");
        database.execute("UPDATE run SET fires = 2 WHERE fire_at = (SELECT MAX(fire_at) FROM run WHERE task_id = 'each')");
        found(0, 1);
        audit.mend();
        assertEquals(1, node.count("carillon_fires_doubled_total"));
    }

    @Test
    void whatSomebodyHasLeftOutOnPurposeIsNotOwed() {
        node.defineEachSecond("each");
        elapse("each");
        node.schedules.pause("each");
        database.execute("UPDATE schedule SET next_fire_at = next_fire_at - INTERVAL '10' SECOND WHERE task_id = 'each'");
        node.schedules.resume("each", new ResumeFrom.Now());
        found(0, 0);
        elapse("each");
        node.defineEachSecond("each", "'description':'edited'");
        found(0, 0);
    }

    @Test
    void whatIsForgottenIsNoHole() {
        node.defineEachSecond("each", "'coalesce':'ALL'", "'retention':{'runs':5}");
        elapse("each");
        database.execute("UPDATE run SET state = 'SUCCEEDED', ended_at = CURRENT_TIMESTAMP, due_at = NULL");
        node.retention().prune();
        assertTrue(node.runs("task_id = 'each'") <= 6);
        found(0, 0);
    }
}
