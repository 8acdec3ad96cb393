package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.carillon.configuration.TestDatabase;
import org.carillon.runs.RunTable;
import org.carillon.runs.Runs;
import org.carillon.runs.TestRuns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final TestDatabase database = new TestDatabase();
    private final Runs runs = TestRuns.runs(database);

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @Test
    void runsThatEndedTooLongAgoAreForgotten() {
        var now = now();
        ended("a", now.minus(HOUR).plusSeconds(60));
        ended("a", now.minus(HOUR).minusSeconds(1));
        ended("b", now.minus(HOUR).minusSeconds(1));
        assertEquals(2, prune(1_000), "what left the window goes");
        assertEquals(1, left("a"), "what is in the window stays");
    }

    @Test
    void eachTaskKeepsItsNewestRuns() {
        var now = now();
        for (int i = 1; i <= 4; i++) {
            ended("many", now.minusSeconds(i));
        }
        for (int i = 1; i <= 3; i++) {
            ended("few", now.minusSeconds(i));
        }
        assertEquals(1, prune(3), "three are kept of each task, and one more goes");
        assertEquals(3, left("many"), "the newest stay");
        assertEquals(0, database.one(Integer.class, "SELECT COUNT(*) FROM run WHERE fire_at < ?", now.minusMillis(3_500).atOffset(ZoneOffset.UTC)),
                "the oldest went");
        assertEquals(3, left("few"), "another task's runs do not count");
    }

    @Test
    void anOpenRunIsNeverForgotten() {
        var now = now();
        insert("a", now.minus(HOUR.multipliedBy(9)), null);
        ended("a", now.minusSeconds(2));
        ended("a", now.minusSeconds(1));
        assertEquals(1, prune(1), "an ended run too many goes");
        assertEquals(1, database.one(Integer.class, "SELECT COUNT(*) FROM run WHERE ended_at IS NULL"), "a run that still goes on stays");
    }

    private int prune(int keep) {
        return runs.tasks().stream().mapToInt(task -> runs.prune(task, HOUR, keep)).sum();
    }

    private Instant now() {
        return database.jdbi().withHandle(RunTable::now);
    }

    private int left(String task) {
        return database.one(Integer.class, "SELECT COUNT(*) FROM run WHERE task_id = ?", task);
    }

    private void ended(String task, Instant end) {
        insert(task, end, end);
    }

    private void insert(String task, Instant fire, Instant end) {
        database.execute("INSERT INTO run (id, task_id, fire_at, attempt, state, owner, fence, claimed_at, ended_at) VALUES (?, ?, ?, 1, ?, ?, 1, CURRENT_TIMESTAMP, ?)",
                UUID.randomUUID(), task, fire.atOffset(ZoneOffset.UTC), end == null ? "RUNNING" : "SUCCEEDED", UUID.randomUUID(),
                end == null ? null : end.atOffset(ZoneOffset.UTC));
    }
}
