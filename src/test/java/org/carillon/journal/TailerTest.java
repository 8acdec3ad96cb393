package org.carillon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.SettableClock;
import org.carillon.monitoring.TestCounters;
import org.carillon.server.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TailerTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestDatabase database = new TestDatabase();
    private int appended;
    private final SettableClock clock = new SettableClock();
    private final Counters counters = new Counters();
    private final Journal journal = TestJournal.of(database, TestConfiguration.of());
    private final List<Publication> told = new CopyOnWriteArrayList<>();
    private volatile Consumer<Publication> observer = told::add;
    private final Recent recent = TestJournal.recent();
    private final Tailer tailer = new Tailer(journal, recent, event(publication -> observer.accept(publication)), clock, counters);

    @AfterEach
    void end() throws SQLException {
        tailer.stop();
        database.close();
    }

    @Test
    void everybodySeesTheOrderOfTheJournal() {
        tailer.start();
        for (int i = 0; i < 250; i++) {
            TestJournal.append(database, journal, i % 2 == 0 ? "even" : "odd", String.valueOf(i));
        }
        while (tailer.pass()) {
            assertTrue(told.size() <= 250, "nothing is told twice");
        }
        assertEquals(LongStream.rangeClosed(1, 250).boxed().toList(), offsets(), "each is told once and in order");
        assertEquals(250, TestCounters.value(counters, "carillon_publications_total"), "and counted");
    }

    @Test
    void whatIsOlderThanTheStartIsNotToldAgain() {
        append();
        tailer.start();
        append();
        tailer.pass();
        assertEquals(List.of(2L), offsets(), "history is replayed on request only");
    }

    @Test
    void anObserverThatThrowsAnErrorEndsNothing() {
        observer = publication -> {
            if (publication.offset() == 1) {
                throw new StackOverflowError("of an observer");
            }
            told.add(publication);
        };
        tailer.start();
        append();
        append();
        tailer.pass();
        assertEquals(List.of(2L), offsets(), "the next publication is told");
        assertEquals(1, TestCounters.value(counters, "carillon_observer_failures_total"), "and the failure is counted");
        tailer.pass();
        assertEquals(List.of(2L), offsets(), "a publication that an observer could not take is not offered for ever");
    }

    @Test
    void withTheDatabaseBackEverythingIsToldThatWasMissed() {
        tailer.start();
        append();
        database.goAway();
        assertFalse(tailer.pass(), "without the database it is time to wait");
        database.comeBack();
        append();
        assertTrue(tailer.pass(), "with it the loop goes on");
        assertEquals(List.of(1L, 2L), offsets(), "and nothing was lost");
    }

    @Test
    void theLoopTellsWhatIsCommittedAndEndsWhenItShould() throws InterruptedException {
        tailer.start();
        var loop = new Thread(tailer);
        loop.start();
        for (int i = 1; i <= 5; i++) {
            append();
            int expected = i;
            Await.until("publication " + i + " is told", DEADLINE, () -> told.size() == expected);
        }
        tailer.stop();
        loop.join(DEADLINE.toMillis());
        assertFalse(loop.isAlive(), "a stopping deployment leaves no thread behind");
    }

    @Test
    void aJournalFoundBehindGetsANewEpoch() {
        tailer.start();
        append();
        append();
        tailer.pass();
        var before = told.get(1).position();
        database.execute("DELETE FROM publication WHERE id > 1");
        database.execute("UPDATE journal SET head = 1");
        assertFalse(tailer.pass(), "an older database was put in the journal's place");
        append();
        tailer.pass();
        var after = told.get(2).position();
        assertEquals(2, after.offset(), "the offset is given out again");
        assertNotEquals(before.epoch(), after.epoch(), "so it has another epoch");
        assertFalse(journal.standing(Set.of("a")).resumable(before, Set.of("a")), "and who returns with the old one is told of a gap");
    }

    @Test
    void anOlderJournalThatHasCaughtUpGetsANewEpochToo() {
        tailer.start();
        append();
        append();
        tailer.pass();
        var before = told.get(1).position();
        restoreFirst();
        append();
        append();
        assertFalse(tailer.pass(), "another publication stands at the offset that was told");
        append();
        tailer.pass();
        assertNotEquals(before.epoch(), told.get(2).position().epoch(), "offsets were given out again, so they have another epoch");
        assertFalse(journal.standing(Set.of("a")).resumable(before, Set.of("a")), "and who returns with the old one is told of a gap");
    }

    @Test
    void aJournalIsReplacedOnceAlsoForTheNodeThatStartsAtItsEnd() {
        append();
        append();
        tailer.start();
        var before = journal.head();
        restoreFirst();
        append();
        tailer.pass();
        var after = journal.head();
        assertNotEquals(before.epoch(), after.epoch(), "what stood at the head of the start is known");
        tailer.pass();
        append();
        tailer.pass();
        assertEquals(after.epoch(), journal.head().epoch(), "one replacement is one new epoch");
        assertEquals(List.of(3L), offsets(), "and the road goes on");
    }

    @Test
    void aPublicationThatRetentionTookIsNoReplacedJournal() {
        tailer.start();
        append();
        tailer.pass();
        var epoch = journal.head().epoch();
        append();
        database.execute("DELETE FROM publication WHERE id = 1");
        tailer.pass();
        tailer.pass();
        assertEquals(List.of(1L, 2L), offsets(), "the next is told");
        assertEquals(epoch, journal.head().epoch(), "in the same epoch");
    }

    @Test
    void aTailThatIsStuckIsSeenInTheHealth() {
        assertFalse(tailer.health().up(), "not ready before the start");
        tailer.start();
        clock.advance(Duration.ofSeconds(10));
        assertTrue(tailer.health().up(), "ten missed looks are allowed");
        clock.advanceMillis(1);
        assertFalse(tailer.health().up(), "more are not");
        tailer.pass();
        assertTrue(tailer.health().up(), "a look that succeeds is enough");
    }

    @Test
    void withoutTheDatabaseTheHealthGoesDown() {
        tailer.start();
        database.goAway();
        clock.advance(Duration.ofSeconds(11));
        tailer.pass();
        assertFalse(tailer.health().up(), "a look that fails does not count");
    }

    /** A backup that was made after the first publication. */
    private void restoreFirst() {
        database.execute("DELETE FROM publication WHERE id > 1");
        database.execute("UPDATE journal SET head = 1");
    }

    /** No two are the same, though they be appended within one millisecond. */
    private void append() {
        TestJournal.append(database, journal, "a", String.valueOf(++appended));
    }

    private List<Long> offsets() {
        return told.stream().map(Publication::offset).toList();
    }

    @SuppressWarnings("unchecked")
    private static Event<Publication> event(Consumer<Publication> observer) {
        return (Event<Publication>) Proxy.newProxyInstance(TailerTest.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> {
            assertEquals("fire", method.getName(), "only a synchronous event keeps the order");
            observer.accept((Publication) arguments[0]);
            return null;
        });
    }
}
