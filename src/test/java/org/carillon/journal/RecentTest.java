package org.carillon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.junit.jupiter.api.Test;

class RecentTest {

    private static final Set<String> A = Set.of("a");
    private static final Position START = new Position("e", 10);

    private final Recent recent = TestJournal.recent("carillon.journal.memory.publications", "4", "carillon.journal.memory.bytes", "262144");

    @Test
    void beforeTheStartOnlyTheDatabaseKnows() {
        assertEquals(Optional.empty(), recent.after(START, A, 9));
        assertFalse(recent.reaches(START));
        assertEquals(Optional.empty(), recent.lastOfEach(A));
    }

    @Test
    void itIsCompleteFromWhereItBegan() {
        recent.restart(START);
        add(11, 12);
        assertEquals(List.of(11L, 12L), after(10), "all that came");
        assertEquals(List.of(12L), after(11), "what is behind the position");
        assertEquals(Optional.empty(), recent.after(START.at(9), A, 9), "one offset earlier is the database's");
        assertTrue(recent.reaches(START) && recent.reaches(START.at(12)), "what was given out here is known");
        assertFalse(recent.reaches(START.at(13)), "an offset that the tail thread has yet to reach is the database's to judge");
        assertEquals(List.of(), after(13), "but nothing is behind it");
        assertFalse(recent.reaches(new Position("other", 11)), "nor is one of another epoch known");
    }

    @Test
    void theOldestGoesWhenThereIsOneTooMany() {
        recent.restart(START);
        add(11, 12, 13, 14);
        assertEquals(List.of(11L, 12L, 13L, 14L), after(10), "four are allowed");
        add(15);
        assertEquals(Optional.empty(), recent.after(START, A, 9), "the fifth costs the first its place");
        assertEquals(List.of(12L, 13L, 14L, 15L), after(11));
    }

    @Test
    void theOldestGoesWhenThereAreTooManyBytes() {
        var half = "x".repeat((262_144 / 2 - 256) / 2);
        recent.restart(START);
        recent.add(publication(11, "a", half));
        recent.add(publication(12, "a", half));
        assertEquals(List.of(11L, 12L), after(10), "at the bound both stay");
        recent.add(publication(13, "a", ""));
        assertEquals(Optional.empty(), recent.after(START, A, 9), "past it the oldest goes");
        assertEquals(List.of(12L, 13L), after(11));
    }

    @Test
    void aHoleShowsThatSomethingIsGone() {
        recent.restart(START);
        add(11, 13);
        assertEquals(Optional.empty(), recent.after(START.at(11), A, 9), "12 was deleted before this node read it");
        assertEquals(List.of(13L), after(12));
    }

    @Test
    void anotherEpochEmptiesIt() {
        recent.restart(START);
        add(11);
        recent.restart(new Position("f", 11));
        assertEquals(Optional.empty(), recent.after(START.at(11), A, 9), "offsets of two lives cannot be compared");
        assertEquals(Optional.empty(), recent.lastOfEach(A), "nothing of the life before is told");
        assertEquals(Optional.of(new Position("f", 11)), recent.end());
    }

    @Test
    void aLookTakesNoMoreThanItAskedForAndSaysHowFarItCame() {
        recent.restart(START);
        recent.add(publication(11, "a", "1"));
        recent.add(publication(12, "b", "1"));
        recent.add(publication(13, "a", "1"));
        recent.add(publication(14, "b", "1"));
        var part = recent.after(START, A, 1).orElseThrow();
        assertEquals(List.of(11L, 12L, false), List.of(part.found().get(0).offset(), part.reached().offset(), part.isAll()), "up to before the next");
        var all = recent.after(START, A, 2).orElseThrow();
        assertEquals(List.of(14L, true), List.of(all.reached().offset(), all.isAll()), "to the end");
    }

    @Test
    void theLastOfEachIsKnownIfEveryChannelHasOneHere() {
        recent.restart(START);
        recent.add(publication(11, "b", "1"));
        add(12, 13);
        assertEquals(List.of(11L, 13L), recent.lastOfEach(Set.of("a", "b")).orElseThrow().stream().map(Publication::offset).toList());
        assertEquals(Optional.empty(), recent.lastOfEach(Set.of("a", "c")), "what is not here may be in the database");
        add(14, 15);
        assertEquals(Optional.empty(), recent.lastOfEach(Set.of("b")), "what went is forgotten");
    }

    @Test
    void aRestartBeginsWithWhatTheJournalHas() throws SQLException {
        try (var database = new TestDatabase()) {
            var journal = TestJournal.of(database, TestConfiguration.of());
            for (int i = 0; i < 6; i++) {
                TestJournal.append(database, journal, "a", "1");
            }
            TestJournal.start(recent, journal);
            var head = journal.head();
            assertEquals(List.of(3L, 4L, 5L, 6L), recent.after(head.at(2), A, 9).orElseThrow().found().stream().map(Publication::offset).toList(), "as many as there is room for");
            assertEquals(Optional.empty(), recent.after(head.at(1), A, 9));
            database.execute("DELETE FROM publication WHERE id = 4");
            TestJournal.start(recent, journal);
            assertEquals(Optional.empty(), recent.after(head.at(3), A, 9), "and only as far as nothing is missing");
            assertEquals(List.of(5L, 6L), recent.after(head.at(4), A, 9).orElseThrow().found().stream().map(Publication::offset).toList());
        }
    }

    private void add(long... offsets) {
        LongStream.of(offsets).forEach(offset -> recent.add(publication(offset, "a", "1")));
    }

    private List<Long> after(long offset) {
        return recent.after(START.at(offset), A, 99).orElseThrow().found().stream().map(Publication::offset).toList();
    }

    private static Publication publication(long offset, String channel, String data) {
        return new Publication(START.at(offset), channel, "event", data, Instant.EPOCH);
    }
}
