package org.carillon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.server.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AppenderTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int CALLERS = 5;
    /** Longer than a channel's column. */
    private static final String LONG = "c".repeat(300);

    private final Map<Integer, RuntimeException> refused = new ConcurrentHashMap<>();

    @ParameterizedTest
    @EnumSource
    void thoseWhoWaitAreCommittedTogether(Vendor vendor) throws SQLException, InterruptedException {
        try (var database = new TestDatabase(vendor)) {
            var journal = TestJournal.of(database, TestConfiguration.of());
            together(database, journal, "a");
            var all = TestJournal.all(journal);
            assertEquals(IntStream.range(0, CALLERS).boxed().toList(), all.stream().map(publication -> Integer.parseInt(publication.data())).sorted().toList(), "each once");
            assertEquals(Map.of(), refused);
            assertTrue(vendor == Vendor.H2 || transactions(database, all.size()) <= 2, "one's, or some's, then all that had waited for it");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheDatabaseRefusesOneItRefusesNobodyElse(Vendor vendor) throws SQLException, InterruptedException {
        try (var database = new TestDatabase(vendor)) {
            var journal = TestJournal.of(database, TestConfiguration.of());
            together(database, journal, LONG);
            assertEquals(CALLERS - 1, TestJournal.all(journal).size(), "those of the others");
            assertEquals(1, refused.size(), "and its caller knows");
        }
    }

    @Test
    void withoutTheDatabaseEveryCallerKnows() throws SQLException {
        try (var database = new TestDatabase()) {
            var journal = TestJournal.of(database, TestConfiguration.of());
            database.goAway();
            assertThrows(RuntimeException.class, () -> new Appender(database, journal).append(List.of(new Draft("a", "event", "1"))));
            database.comeBack();
            assertEquals(List.of(), TestJournal.all(journal));
        }
    }

    /** Calls that all wait for one of them, which waits for somebody else's transaction. The last one's channel is given. */
    private void together(TestDatabase database, Journal journal, String lastChannel) throws InterruptedException {
        var appender = new Appender(database, journal);
        var callers = new ArrayList<Thread>();
        try (var other = database.jdbi().open()) {
            other.begin();
            other.execute("UPDATE journal SET head = head");
            for (int n = 0; n < CALLERS; n++) {
                int number = n;
                var draft = new Draft(n == CALLERS - 1 ? lastChannel : "a", "event", String.valueOf(n));
                callers.add(new Thread(() -> append(appender, number, draft)));
            }
            callers.forEach(Thread::start);
            Await.until("all others wait", DEADLINE, () -> callers.stream().filter(caller -> caller.getState() == Thread.State.WAITING).count() >= CALLERS - 1);
            other.commit();
        }
        for (Thread caller : callers) {
            caller.join(DEADLINE.toMillis());
        }
    }

    private void append(Appender appender, int number, Draft draft) {
        try {
            appender.append(List.of(draft));
        } catch (RuntimeException thrown) {
            refused.put(number, thrown);
        }
    }

    /** By how many transactions the newest rows were written. */
    private static int transactions(TestDatabase database, int rows) {
        return new HashSet<>(database.jdbi().withHandle(handle -> handle.select("SELECT xmin::text FROM publication ORDER BY id DESC LIMIT ?", rows).mapTo(String.class).list())).size();
    }
}
