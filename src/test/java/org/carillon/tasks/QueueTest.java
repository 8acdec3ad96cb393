package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.runs.RunTable;
import org.carillon.server.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that wait behind one another: none is forgotten, and a long queue costs no more than a short one. */
@ParameterizedClass
@EnumSource(Vendor.class)
class QueueTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String DUE = "state = 'QUEUED' AND due_at <= CURRENT_TIMESTAMP";

    private final TestDatabase database;
    private final Semaphore release = new Semaphore(0);
    private TestNode node;

    QueueTest(Vendor vendor) {
        database = new TestDatabase(vendor);
    }

    @BeforeEach
    void aRunAndThreeBehindIt() {
        node = TestNode.of(database, this::wait);
        node.define("queue", "'overlap':{'policy':'QUEUE'}");
        IntStream.rangeClosed(1, 4).forEach(n -> {
            node.makeDue("queue", n);
            node.timetable.tick();
        });
        assertEquals(3, node.runs("state = 'QUEUED'"));
        Await.until("they are looked at, and there is no room", DEADLINE, () -> {
            node.timetable.tick();
            return node.runs(DUE) == 0;
        });
        Await.until("the first works", DEADLINE, () -> node.runs("state = 'RUNNING'") == 1);
    }

    @AfterEach
    void end() throws SQLException {
        release.release(4);
        node.close();
        database.close();
    }

    private TaskResult wait(TaskContext context) throws InterruptedException {
        release.acquire();
        return TaskResult.nothing();
    }

    @Test
    void whatIsDueWhenItIsWrittenIsDueAtOnce() {
        var written = Instant.parse("2026-01-02T03:04:05.000600Z");
        database.execute("UPDATE run SET due_at = ? WHERE state = 'QUEUED' AND fire_at = ?", written.atOffset(ZoneOffset.UTC), node.yearBegin().plusMillis(2).atOffset(ZoneOffset.UTC));
        assertEquals(1, waiting(written), "though the database keeps milliseconds and has rounded its time up");
        assertEquals(0, waiting(written.minusMillis(1)), "and not before");
    }

    private int waiting(Instant now) {
        return database.jdbi().withHandle(handle -> RunTable.waiting(handle, now, Set.of(TestNode.TASK), 10)).size();
    }

    @Test
    void whoClaimsJustWhenARunEndsDoesNotPutOffWhatWaitsBehindIt() {
        database.jdbi().useTransaction(claiming -> {
            ScheduleTable.lock(claiming, "queue");
            assertEquals(Map.of("queue", 1), RunTable.open(claiming, List.of("queue")), "there is no room");
            release.release(1);
            Await.until("the run has ended meanwhile", Duration.ofSeconds(10), () -> node.runs("state = 'SUCCEEDED'") == 1);
            RunTable.postpone(claiming, "queue", RunTable.now(claiming).plus(Claims.PATIENCE));
        });
        node.awaitIdle();
        awaitTurn("the turn of the next has come all the same");
    }

    @Test
    void onlyWhatIsLookedAtIsPutOff() {
        database.execute("UPDATE run SET due_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE state = 'QUEUED' AND fire_at = (SELECT MIN(fire_at) FROM run WHERE state = 'QUEUED')");
        var before = dueTimes();
        node.timetable.tick();
        assertEquals(0, node.runs(DUE));
        assertEquals(before.subList(1, 3), dueTimes().subList(1, 3), "those behind it are not written anew");
    }

    @Test
    void aQueuedRunThatIsCancelledMakesWayForTheNext() {
        database.execute("UPDATE run SET state = 'RETRYING', due_at = CURRENT_TIMESTAMP + INTERVAL '1' HOUR, owner = NULL WHERE state = 'RUNNING'");
        var waits = database.one(UUID.class, "SELECT id FROM run WHERE state = 'RETRYING'");
        node.runs.cancel(waits, "a test");
        awaitTurn("nothing is before it any more");
        assertTrue(dueTimes().get(0).isBefore(dueTimes().get(1)), "it is the oldest");
    }

    /** Times are stored in milliseconds, rounded: what is due now may be due in half of one. */
    private void awaitTurn(String what) {
        Await.until(what, Claims.PATIENCE.minusSeconds(1), () -> node.runs(DUE) == 1);
    }

    private List<OffsetDateTime> dueTimes() {
        return database.jdbi().withHandle(handle -> handle.select("SELECT due_at FROM run WHERE state = 'QUEUED' ORDER BY fire_at").mapTo(OffsetDateTime.class).list());
    }
}
