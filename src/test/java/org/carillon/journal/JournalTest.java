package org.carillon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.server.Await;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Vendor.class)
class JournalTest {

    private static final Set<String> A = Set.of("a");

    private final TestDatabase database;
    private final Journal journal;

    JournalTest(Vendor vendor) {
        database = new TestDatabase(vendor);
        journal = journal("PT1H", 3);
    }

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @Test
    void offsetsBeginAtOneAndHaveNoHoles() {
        append("a", "b");
        append("a");
        assertEquals(List.of(1L, 2L, 3L), offsets(TestJournal.all(journal)), "each publication has the next number");
        assertEquals(3, journal.head().offset(), "the head is the last of them");
    }

    @Test
    void aTransactionThatFailsLeavesNoHole() {
        append("a");
        assertThrows(IllegalStateException.class, () -> database.jdbi().useTransaction(handle -> {
            journal.append(handle, List.of(new Draft("a", "event", "1")));
            throw new IllegalStateException("rolled back");
        }));
        append("a");
        assertEquals(List.of(1L, 2L), offsets(TestJournal.all(journal)), "an offset that was not committed is given out again");
    }

    @Test
    void offsetsOfManyWritersAreInTheOrderOfTheirCommits() {
        var writers = IntStream.range(0, 4).mapToObj(n -> new Thread(() -> {
            for (int i = 0; i < 50; i++) {
                append("w" + n);
            }
        })).toList();
        var seen = new ArrayList<Long>();
        writers.forEach(Thread::start);
        Await.until("all writers have ended", Duration.ofSeconds(20), () -> {
            readOn(seen);
            return writers.stream().noneMatch(Thread::isAlive);
        });
        readOn(seen);
        assertEquals(LongStream.rangeClosed(1, 200).boxed().toList(), seen, "a reader that goes on from the last offset steps over nothing");
    }

    @Test
    void aReaderGetsItsChannelsInOrderAndNotMoreThanItAskedFor() {
        append("a", "b", "c", "a", "b", "a");
        assertEquals(List.of(2L, 4L), offsets(journal.page(1, Set.of("a", "b"), 2).found()), "after the position, in order, up to the limit");
        assertEquals(List.of(), journal.page(6, Set.of("a", "b", "c"), 9).found(), "nothing is behind the head");
    }

    @Test
    void aPublicationIsReadAsItWasWritten() {
        var data = "{\"text\":\"Grüße, 世界 🔔\"}";
        database.jdbi().useTransaction(handle -> journal.append(handle, List.of(new Draft("a", "an event", data))));
        var told = TestJournal.all(journal).get(0);
        assertEquals(new Publication(journal.head(), "a", "an event", data, told.time()), told, "nothing is changed on the way");
    }

    @Test
    void whatNoDatabaseMayStoreKeepsNothingFromBeingTold() {
        database.jdbi().useTransaction(handle -> journal.append(handle, List.of(new Draft("a", "event", "\"\0\ud800\""))));
        assertEquals(1, TestJournal.all(journal).size(), "a NUL and half a character would be refused for ever");
    }

    @Test
    void theLargestPublicationFits() {
        var data = '"' + "x".repeat(Draft.MAX_DATA_BYTES - 2) + '"';
        var name = "n".repeat(255);
        database.jdbi().useTransaction(handle -> journal.append(handle, List.of(new Draft(name, name, data))));
        assertEquals(data, TestJournal.all(journal).get(0).data(), "what a draft allows the table takes");
    }

    @Test
    void theLastOfEachChannelIsFound() {
        append("a", "b", "a", "c", "b");
        assertEquals(List.of(3L, 5L), offsets(journal.lastOfEach(Set.of("a", "b", "unheard"))), "one for each channel that has any, in order");
    }

    @Test
    void theEpochOutlivesARestart() {
        append("a");
        assertEquals(journal.head(), journal("PT1H", 3).head(), "a client that comes back after a restart goes on where it was");
    }

    @Test
    void eachChannelKeepsItsNewestPublications() {
        append("a", "a", "a", "a", "b", "b", "b");
        assertEquals(1, journal.prune(), "three are kept of each channel, and one more goes");
        assertEquals(List.of(2L, 3L, 4L, 5L, 6L, 7L), offsets(TestJournal.all(journal)), "the oldest went");
    }

    @Test
    void whatIsTooOldGoesButNeverAChannelsLast() {
        append("a", "a", "b", "a");
        age(Duration.ofMinutes(61));
        append("a");
        assertEquals(3, journal.prune(), "what left the window goes");
        assertEquals(List.of(3L, 5L), offsets(TestJournal.all(journal)), "a quiet channel still has its last value");
        assertEquals(0, journal.prune(), "and the next round finds nothing");
    }

    @Test
    void whatIsInsideTheWindowStays() {
        append("a", "a");
        age(Duration.ofMinutes(59));
        assertEquals(0, journal.prune(), "a client may be away that long");
    }

    @Test
    void aGapIsKnownAfterPruning() {
        append("a", "b", "a", "a", "a", "a");
        journal.prune();
        var head = journal.head();
        assertTrue(resumable(head.at(3), A), "who saw the last one that went missed nothing");
        assertFalse(resumable(head.at(2), A), "who saw one less missed something that is gone");
        assertTrue(resumable(head.at(0), Set.of("b")), "another channel has no gap");
        assertFalse(resumable(head.at(0), Set.of("a", "b")), "one of the channels is enough");
    }

    @Test
    void aPositionThatWasNeverGivenOutIsAGap() {
        append("a");
        var head = journal.head();
        assertTrue(resumable(head, A), "the head itself is known");
        assertFalse(resumable(head.at(2), A), "one past it is not");
        assertFalse(resumable(new Position("another", 1), A), "nor is one of another life");
    }

    @Test
    void aNewLifeHasAnotherEpoch() {
        append("a");
        var before = journal.head();
        var after = journal.newLife();
        assertEquals(before.offset(), after.offset(), "the numbers go on");
        assertFalse(resumable(before, A), "positions of the life before are a gap");
        assertTrue(resumable(after, A), "those of the new one are known");
    }

    @Test
    void withoutTheDatabaseACallFailsAtOnce() {
        database.goAway();
        assertThrows(JdbiException.class, journal::head, "the caller must know");
        database.comeBack();
        assertTrue(journal.head().offset() >= 0, "and may try again");
    }

    private boolean resumable(Position seen, Set<String> channels) {
        return journal.standing(channels).resumable(seen, channels);
    }

    private Journal journal(String age, int keep) {
        return TestJournal.of(database, TestConfiguration.of("carillon.journal.age", age, "carillon.journal.publications", String.valueOf(keep)));
    }

    private void append(String... channels) {
        database.jdbi().useTransaction(handle -> journal.append(handle, Arrays.stream(channels).map(channel -> new Draft(channel, "event", "1")).toList()));
    }

    private void readOn(List<Long> seen) {
        long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
        seen.addAll(offsets(journal.from(new Position("any", last + 1), 1_000)));
    }

    private void age(Duration by) {
        database.execute("UPDATE publication SET told_at = told_at + CAST(? AS INTEGER) * INTERVAL '1' SECOND", -by.toSeconds());
    }

    private static List<Long> offsets(List<Publication> publications) {
        return publications.stream().map(Publication::offset).toList();
    }
}
