package org.carillon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalRetentionTest {

    private final TestDatabase database = new TestDatabase();
    private final Journal journal = journal(3, "P7D", 4);

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @Test
    void aQuietChannelKeepsItsLastPublicationForAWeek() {
        append("a");
        age(Duration.ofDays(7).minusMinutes(1));
        assertEquals(0, journal.prune(), "who comes now gets the last value");
        age(Duration.ofMinutes(2));
        assertEquals(1, journal.prune(), "after a week it goes");
        assertEquals(List.of(), TestJournal.all(journal));
    }

    @Test
    void aChannelThatIsForgottenLeavesNothingBehind() {
        append("a", "a", "b");
        age(Duration.ofHours(2));
        journal.prune();
        assertEquals(1, channels(), "what went of a living channel is known");
        age(Duration.ofDays(7));
        assertEquals(2, journal.prune());
        assertEquals(0, channels(), "of a forgotten one nothing is");
    }

    @Test
    void whoComesBackFromBelowTheFloorIsToldOfAGap() {
        append("a", "a", "b", "c");
        age(Duration.ofDays(8));
        append("c");
        journal.prune();
        var head = journal.head();
        assertFalse(resumable(head.at(2), "a"), "what is gone may have been one that it missed");
        assertFalse(resumable(head.at(2), "d"), "of a forgotten channel nobody can say");
        assertTrue(resumable(head.at(3), "a"), "at the floor nothing can be missing");
    }

    @Test
    void noMoreQuietChannelsAreKeptThanAllowed() {
        append("a", "b", "c", "d");
        age(Duration.ofHours(2));
        assertEquals(0, journal.prune(), "four may be");
        append("e");
        age(Duration.ofHours(2));
        assertEquals(1, journal.prune(), "the fifth costs the one that was quiet longest its place");
        assertEquals(List.of("b", "c", "d", "e"), TestJournal.all(journal).stream().map(Publication::channel).toList());
    }

    @Test
    void aShortAgeOfLastValuesDoesNotReachIntoTheWindow() {
        append("a", "a");
        age(Duration.ofMinutes(30));
        assertEquals(0, journal(3, "PT1S", 4).prune(), "a client may be away for the whole window");
    }

    @Test
    void moreThanABatchGoesInOneRound() {
        int many = 2 * JournalRetention.BATCH + 1;
        append(IntStream.range(0, many).mapToObj(i -> "a").toArray(String[]::new));
        age(Duration.ofHours(2));
        append("a", "a", "a", "a");
        assertEquals(many + 1, journal.prune(), "what is too old and what is too much");
        assertFalse(resumable(journal.head().at(many), "a"), "and the gap is known to the last of them");
        assertTrue(resumable(journal.head().at(many + 1), "a"));
    }

    @Test
    void manyQuietChannelsAreForgottenInBatches() {
        int many = JournalRetention.BATCH + 7;
        var keepsAll = journal(3, "P7D", many + 1);
        append(IntStream.range(0, many).mapToObj(i -> "room-" + i).toArray(String[]::new));
        append(IntStream.range(0, many).mapToObj(i -> "room-" + i).toArray(String[]::new));
        age(Duration.ofHours(2));
        assertEquals(many, keepsAll.prune());
        assertEquals(many, channels());
        assertEquals(many - 4, journal.prune());
        assertEquals(0, channels(), "below the floor nothing needs to be known");
    }

    private boolean resumable(Position seen, String channel) {
        return journal.standing(Set.of(channel)).resumable(seen, Set.of(channel));
    }

    private long channels() {
        return database.one(Long.class, "SELECT COUNT(*) FROM channel");
    }

    private Journal journal(int keep, String lastAge, int lastKeep) {
        return TestJournal.of(database, TestConfiguration.of("carillon.journal.age", "PT1H", "carillon.journal.publications", String.valueOf(keep),
                "carillon.journal.last-value.age", lastAge, "carillon.journal.last-value.channels", String.valueOf(lastKeep)));
    }

    private void append(String... channels) {
        database.jdbi().useTransaction(handle -> journal.append(handle, Arrays.stream(channels).map(channel -> new Draft(channel, "event", "1")).toList()));
    }

    private void age(Duration by) {
        database.execute("UPDATE publication SET told_at = DATEADD('SECOND', ?, told_at)", -by.toSeconds());
    }
}
