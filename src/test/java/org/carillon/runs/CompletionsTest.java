package org.carillon.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.api.TaskResult;
import org.carillon.api.TaskStopped;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.journal.Draft;
import org.carillon.journal.Publication;
import org.carillon.journal.TestJournal;
import org.carillon.server.Await;
import org.carillon.tasks.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Vendor.class)
class CompletionsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestDatabase database;
    private final AtomicInteger commits = new AtomicInteger();
    private TestNode node;

    CompletionsTest(Vendor vendor) {
        database = new TestDatabase(vendor);
    }

    @BeforeEach
    void start() {
        node = TestNode.of(database, context -> TaskResult.publish("event", JsonValue.TRUE));
        TestJournal.onCommit(node.journal, commits::incrementAndGet);
    }

    @AfterEach
    void end() throws SQLException {
        node.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "50, 1", "51, 2"})
    void whatWaitsIsCommittedInGroups(int outcomes, int groups) {
        var running = running(outcomes);
        database.goAway();
        running.forEach(this::succeed);
        assertEquals(0, commits.get(), "nothing is recorded without the database");
        database.comeBack();
        node.completions.flush();
        assertEquals(groups, commits.get(), outcomes + " outcomes are committed in groups of " + Completions.MAX_GROUP + " at most");
        assertEquals(outcomes, node.runs("state = 'SUCCEEDED'"), "each run is recorded");
        assertEquals(running.stream().map(claim -> "\"" + claim.runId() + "\"").toList(),
                TestJournal.all(node.journal).stream().map(Publication::data).toList(), "and told in the order in which the runs ended");
    }

    @Test
    void nothingIsToldUntilTheRunIsRecorded() {
        database.goAway();
        var claim = TestRuns.claim(TestNode.TASK, Instant.EPOCH);
        succeed(claim);
        database.comeBack();
        assertEquals(List.of(), TestJournal.all(node.journal), "a result is told if and only if its run was recorded");
        node.completions.flush();
        assertEquals(List.of(), TestJournal.all(node.journal), "and a run that the database does not know is never told");
    }

    @Test
    void aFencedResultCostsTheOthersOfItsGroupNothing() {
        var claims = running(3);
        database.execute("UPDATE run SET fence = 9 WHERE id = ?", claims.get(1).runId());
        database.goAway();
        claims.forEach(this::succeed);
        database.comeBack();
        node.completions.flush();
        assertEquals(2, node.runs("state = 'SUCCEEDED'"), "the others are recorded");
        assertEquals(2, TestJournal.all(node.journal).size(), "and told");
        assertEquals(1, node.count("carillon_runs_fenced_total"), "the fenced one is counted");
        node.completions.flush();
        assertEquals(1, node.count("carillon_runs_fenced_total"), "and dropped for good");
    }

    @Test
    void aResultIsAcceptedOnce() {
        var claim = running(1).get(0);
        succeed(claim);
        succeed(claim);
        assertEquals(1, TestJournal.all(node.journal).size(), "the second result of one run is not told");
        assertEquals(1, node.count("carillon_runs_fenced_total"), "but counted");
    }

    @Test
    void resultsThatWaitHoldTheirWorkers() {
        var entered = new CountDownLatch(1);
        var claims = running(1);
        database.goAway();
        node.workers.run(TestRuns.live(claims.get(0), node.clock), () -> {
            succeed(claims.get(0));
            entered.countDown();
        });
        Await.until("the run has ended", DEADLINE, () -> entered.getCount() == 0);
        assertEquals(3, node.workers.free(), "a database that is away stops the claiming, not the heap");
        database.comeBack();
        node.timetable.tick();
        node.awaitIdle();
        assertEquals(4, node.workers.free(), "the tick records what waited");
        assertEquals(1, TestJournal.all(node.journal).size(), "and tells it");
    }

    @Test
    void resultsOfManyThreadsAreAllRecordedWithoutAHole() {
        var claims = running(200);
        var threads = claims.stream().map(claim -> new Thread(() -> succeed(claim))).toList();
        threads.forEach(Thread::start);
        Await.until("all threads have ended", DEADLINE, () -> threads.stream().noneMatch(Thread::isAlive));
        node.completions.flush();
        assertEquals(200, node.runs("state = 'SUCCEEDED'"), "no result is lost between two threads");
        var offsets = TestJournal.all(node.journal).stream().map(Publication::offset).toList();
        assertEquals(200, offsets.size(), "each is told once");
        assertTrue(offsets.get(0) == 1 && offsets.get(199) == 200, "with offsets without a hole");
    }

    @Test
    void whatTheDatabaseDoesNotTakeCostsItsOwnRunAlone() {
        var claims = running(3);
        database.goAway();
        succeed(claims.get(0));
        node.completions.leave(new Outcome(claims.get(1), RunState.SUCCEEDED, null, "x".repeat(100_000), null, null, List.of(), handle -> { }));
        succeed(claims.get(2));
        database.comeBack();
        node.completions.flush();
        assertEquals(2, node.runs("state = 'SUCCEEDED'"), "the others are recorded");
        assertEquals(1, node.runs("state = 'FAILED' AND error LIKE 'What came of this run (SUCCEEDED) could not be recorded%'"), "and this one says what happened to it");
        assertTrue(node.workers.inHand().isEmpty(), "nothing waits for ever");
    }

    /** H2 closes a file whose channel is interrupted, for everybody. */
    @Test
    void anInterruptNeverReachesTheDatabase() throws Exception {
        var interrupts = new AtomicInteger();
        var run = TestRuns.live(running(1).get(0), node.clock);
        var worker = new Thread(() -> {
            run.enter();
            run.leave();
            interrupts.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
            run.stop(TaskStopped.Reason.CANCELLED);
            interrupts.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
            run.enter();
            interrupts.addAndGet(Thread.currentThread().isInterrupted() ? 10 : 0);
            run.previousResult();
            interrupts.addAndGet(Thread.currentThread().isInterrupted() ? 10 : 0);
            run.leave();
            interrupts.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
        });
        worker.start();
        worker.join(DEADLINE.toMillis());
        assertEquals(20, interrupts.get(), "the handler's code is interrupted, even if it was asked for outside, and nothing else is");
    }

    private List<Claim> running(int count) {
        var claims = new ArrayList<Claim>();
        var begin = node.yearBegin();
        database.jdbi().useTransaction(handle -> {
            for (int i = 0; i < count; i++) {
                var claim = TestRuns.claim(TestNode.TASK, begin.plusMillis(i));
                RunTable.insert(handle, TestRuns.claimed(claim, node.lease.node()));
                RunTable.start(handle, List.of(claim));
                claims.add(claim);
            }
        });
        return claims;
    }

    private void succeed(Claim claim) {
        node.completions.add(TestRuns.succeeded(claim, new Draft("everyone", "event", "\"" + claim.runId() + "\"")));
    }
}
