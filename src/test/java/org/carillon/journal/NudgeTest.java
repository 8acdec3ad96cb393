package org.carillon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.monitoring.MonotonicClock;
import org.carillon.server.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Two nodes on one PostgreSQL. */
class NudgeTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestDatabase database = new TestDatabase(Vendor.POSTGRESQL);
    private final List<Runnable> stops = new ArrayList<>();
    private final Journal here = TestJournal.of(database, TestConfiguration.of());
    private final Journal there = TestJournal.of(database, TestConfiguration.of());
    private final AtomicInteger wokenHere = new AtomicInteger();
    private final AtomicInteger wokenThere = new AtomicInteger();

    @AfterEach
    void end() throws SQLException {
        stops.forEach(Runnable::run);
        database.close();
    }

    @Test
    void aCommitIsHeardOnTheOtherNodeAndNotTwiceOnItsOwn() {
        start(here, wokenHere);
        start(there, wokenThere);
        int before = wokenThere.get();
        int own = wokenHere.get();
        here.committed();
        Await.until("the other node is nudged", DEADLINE, () -> wokenThere.get() > before);
        there.committed();
        Await.until("and the first one back", DEADLINE, () -> wokenHere.get() == own + 2);
        assertEquals(own + 2, wokenHere.get(), "one for its own commit, one for the other's, none for its own nudge");
    }

    @Test
    void aNodeThatCommitsInABurstNudgesSparingly() throws SQLException {
        try (var listening = database.open(); var statement = listening.createStatement()) {
            statement.execute("LISTEN " + NudgeSender.CHANNEL);
            start(here, wokenHere);
            long begin = System.nanoTime();
            for (int i = 0; i < 100_000; i++) {
                here.committed();
            }
            long most = Duration.ofNanos(System.nanoTime() - begin).toMillis() / NudgeSender.PAUSE_MILLIS + 2;
            int heard = 0;
            var nudges = listening.unwrap(PGConnection.class);
            for (var some = nudges.getNotifications((int) DEADLINE.toMillis()); some != null && some.length > 0; some = nudges.getNotifications(500)) {
                heard += some.length;
            }
            assertTrue(heard >= 1 && heard <= most, heard + " nudges for 100,000 commits; at most one in 5 ms is " + most);
        }
    }

    @Test
    void aLostConnectionIsRegainedAndWhatWasMissedIsLookedFor() {
        start(there, wokenThere);
        assertEquals(Journal.POLL_MILLIS, there.pollMillis(), "who hears need not poll");
        int before = wokenThere.get();
        database.goAway();
        database.endConnections();
        Await.until("the loss is noticed", DEADLINE, () -> !there.isHeard());
        assertEquals(Journal.POLL_UNHEARD_MILLIS, there.pollMillis(), "who hears nothing polls");
        database.comeBack();
        Await.until("the node listens again", DEADLINE, there::isHeard);
        Await.until("and looks at once at what it may have missed", DEADLINE, () -> wokenThere.get() > before);
    }

    @Test
    void aNodeAloneDoesNotPollFaster() throws SQLException {
        try (var embedded = new TestDatabase()) {
            assertEquals(Journal.POLL_MILLIS, TestJournal.of(embedded, TestConfiguration.of()).pollMillis(), "it knows of each commit itself");
        }
        assertFalse(here.isHeard(), "a shared database is polled until somebody listens");
        assertEquals(Journal.POLL_UNHEARD_MILLIS, here.pollMillis(), "from the start on");
    }

    /** Printed, not asserted: it depends on what else the machine does. */
    @Test
    void howLongACommitTakesToTheOtherNodesTailer() {
        start(here, wokenHere);
        start(there, wokenThere);
        var nanos = new ArrayList<Long>();
        for (int i = 0; i < 200; i++) {
            int before = wokenThere.get();
            database.jdbi().useTransaction(handle -> here.append(handle, List.of(new Draft("a", "event", "1"))));
            long begin = System.nanoTime();
            here.committed();
            while (wokenThere.get() == before && System.nanoTime() - begin < DEADLINE.toNanos()) {
                Thread.onSpinWait();
            }
            there.from(there.head().at(i + 1), 10);
            nanos.add(System.nanoTime() - begin);
        }
        nanos.sort(null);
        System.out.printf("From a commit to its publication read on another node, 200 times: p50 %.1f ms, p99 %.1f ms.%n", nanos.get(100) / 1e6, nanos.get(198) / 1e6);
        assertEquals(200, there.head().offset(), "all were committed");
    }

    private void start(Journal journal, AtomicInteger woken) {
        journal.onCommit(woken::incrementAndGet);
        var listener = new NudgeListener(journal, database, MonotonicClock.system());
        var sender = new NudgeSender(journal, database);
        var threads = List.of(new Thread(listener), new Thread(sender));
        threads.forEach(Thread::start);
        stops.add(() -> {
            listener.stop();
            sender.stop();
            Await.until("both loops end", DEADLINE, () -> threads.stream().noneMatch(Thread::isAlive));
        });
        Await.until("the node listens", DEADLINE, journal::isHeard);
        Await.until("the node tells", DEADLINE, () -> threads.get(1).getState() == Thread.State.WAITING);
    }
}
