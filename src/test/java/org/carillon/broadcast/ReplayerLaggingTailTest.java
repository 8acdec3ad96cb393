package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.journal.Journal;
import org.carillon.journal.TestJournal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayerLaggingTailTest {

    private final TestDatabase database = new TestDatabase();
    private final Journal journal = TestJournal.of(database, TestConfiguration.of());
    private final Replayer replayer = TestBroadcast.replayer(journal);
    private final TestSession session = TestSession.of(100, replayer);

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheReplaySentBeforeTheTailGotThereIsNotSentAgain(boolean returning) {
        var head = journal.head();
        var committed = TestJournal.append(database, journal, "a", "1");
        session.comeBack(Set.of("a"), returning ? head.toString() : null);
        for (int turns = 0; session.isCatchingUp() && turns < 9; turns++) {
            replayer.step(session.subscription);
        }
        session.offer(committed);
        assertEquals(List.of("1"), session.received, "the tail was behind the replayer, and the client gets each publication once");
    }
}
