package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.journal.Journal;
import org.carillon.journal.Publication;
import org.carillon.journal.TestJournal;
import org.carillon.server.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayerTest {

    private static final Set<String> A = Set.of("a");
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestDatabase database = new TestDatabase();
    private final Configuration configuration = TestConfiguration.of("carillon.journal.publications", "5");
    private final Journal journal = TestJournal.of(database, configuration);
    private final Queue<Runnable> meanwhile = new ArrayDeque<>();
    private final Replayer replayer = TestBroadcast.replayer(TestJournal.interrupted(database, configuration, () -> {
        if (!meanwhile.isEmpty()) {
            meanwhile.remove().run();
        }
    }));
    private final Sessions node = TestBroadcast.sessions(configuration, replayer);
    private final TestSession session = TestSession.of(1_000, replayer);

    @AfterEach
    void end() throws SQLException {
        replayer.stop();
        database.close();
    }

    @Test
    void whoComesBackGetsWhatItMissedAndThenWhatIsNew() {
        append(5);
        session.comeBack(A, at(2));
        catchUp(session);
        tell(append());
        assertEquals(List.of("3", "4", "5", "6"), session.received, "nothing twice, nothing missing, in order");
    }

    @Test
    void whatPassesByDuringTheLastLookIsNeitherMissedNorDoubled() {
        append(2);
        meanwhile.add(() -> tell(append()));
        meanwhile.add(() -> tell(append()));
        session.comeBack(A, at(1));
        catchUp(session);
        tell(append());
        assertEquals(List.of("2", "3", "4", "5"), session.received, "the seam between replay and live is exact");
    }

    @Test
    void theSeamIsExactHoweverReplayAndTailInterleave() {
        var random = new Random(42);
        for (int round = 0; round < 40; round++) {
            long seen = journal.head().offset();
            var client = new TestSession("round-" + round, TestSession.OFFSETS, node, TestBroadcast.queue(1 + random.nextInt(4), 1_000_000));
            client.comeBack(A, at(seen));
            int turns = 0;
            while (client.isCatchingUp() && turns++ < 200) {
                meanwhile.add(() -> {
                    if (random.nextInt(3) == 0) {
                        client.offer(append());
                    }
                });
                if (random.nextInt(3) == 0) {
                    client.offer(append());
                }
                client.reading = random.nextBoolean();
                replayer.step(client.subscription);
                client.readAll();
            }
            client.reading = true;
            client.offer(append());
            assertEquals(texts(seen + 1, journal.head().offset()), client.received, "round " + round + ": no hole and no double");
        }
    }

    @Test
    void aReplayLargerThanTheQueueGoesOnWhenTheClientHasReadOn() {
        for (int i = 0; i < 300; i++) {
            append();
        }
        var slow = TestSession.of(8, replayer);
        slow.reading = false;
        slow.comeBack(A, at(0));
        int rounds = 0;
        replayer.step(slow.subscription);
        while (slow.received.size() < 300 && rounds++ < 300) {
            assertTrue(slow.readAll() <= 8, "the queue's bound holds");
            replayer.step(slow.subscription);
        }
        slow.readAll();
        catchUp(slow);
        assertEquals(texts(1, 300), slow.received, "each publication comes once and in order");
        assertEquals(List.of(), slow.closed, "and a client that reads at its own pace is not closed for it");
    }

    @Test
    void aNewClientBeginsWithTheLastOfEachChannelThenLive() {
        append(3);
        var quiet = TestJournal.append(database, journal, "quiet", "1");
        append();
        session.comeBack(Set.of("a", "quiet", "unheard"), null);
        catchUp(session);
        tell(append());
        assertEquals(List.of(String.valueOf(quiet.offset()), "5", "6"), session.received, "what holds now, and what comes");
    }

    @Test
    void aNewClientOfAnEmptyJournalGetsTheFirstPublication() {
        session.comeBack(A, null);
        meanwhile.add(() -> tell(append()));
        catchUp(session);
        assertEquals(List.of("1"), session.received, "even one that comes during the look");
    }

    @Test
    void aClientIsToldOfAGapBeforeWhatIsLeft() {
        append(9);
        journal.prune();
        session.comeBack(A, at(3));
        catchUp(session);
        tell(append());
        assertEquals(List.of("gap", "9", "10"), session.received, "what it missed is gone, and it knows");
    }

    @Test
    void aClientAtTheEdgeOfTheHistoryHasNoGap() {
        append(9);
        journal.prune();
        session.comeBack(A, at(4));
        catchUp(session);
        assertEquals(List.of("5", "6", "7", "8", "9"), session.received, "all that it missed is still there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"another:1", "garbage", "", "1"})
    void aPositionThatMeansNothingIsAGap(String seen) {
        append(2);
        session.comeBack(A, seen);
        catchUp(session);
        assertEquals(List.of("gap", "2"), session.received, "never silence");
    }

    @Test
    void otherChannelsAreNotReplayed() {
        append(1);
        TestJournal.append(database, journal, "b", "1");
        append(1);
        session.comeBack(A, at(0));
        catchUp(session);
        assertEquals(List.of("1", "3"), session.received, "a client hears its channels only");
    }

    @Test
    void theLoopServesManySessionsAndSurvivesTheDatabase() throws InterruptedException {
        append(5);
        var sessions = IntStream.range(0, 20).mapToObj(n -> new TestSession("s" + n, TestSession.OFFSETS, node, TestBroadcast.queue(100, 1_000_000))).toList();
        database.goAway();
        var loop = new Thread(replayer);
        loop.start();
        sessions.forEach(each -> each.comeBack(A, "another:1"));
        Await.until("the loop waits for the database", DEADLINE, () -> loop.getState() == Thread.State.TIMED_WAITING);
        database.comeBack();
        Await.until("every session is live", DEADLINE, () -> sessions.stream().noneMatch(TestSession::isCatchingUp));
        replayer.stop();
        loop.join(DEADLINE.toMillis());
        assertFalse(loop.isAlive(), "a stopping deployment leaves no thread behind");
        sessions.forEach(each -> assertEquals(List.of("gap", "5"), each.received, "each got its own replay"));
    }

    @Test
    void aSessionThatEndedTakesNoTurn() {
        append(2);
        session.comeBack(A, at(0));
        session.close(Disconnect.CLIENT_CLOSED);
        replayer.step(session.subscription);
        assertEquals(List.of(), session.received, "nobody reads any more");
    }

    private void catchUp(TestSession client) {
        for (int turns = 0; client.isCatchingUp() && turns < 100; turns++) {
            replayer.step(client.subscription);
        }
        assertFalse(client.isCatchingUp(), "a client that reads becomes live");
    }

    private void tell(Publication publication) {
        session.offer(publication);
    }

    private Publication append() {
        return TestJournal.append(database, journal, "a", "1");
    }

    private List<Publication> append(int count) {
        var all = new ArrayList<Publication>();
        IntStream.range(0, count).forEach(i -> all.add(append()));
        return all;
    }

    private String at(long offset) {
        return journal.head().at(offset).toString();
    }

    private static List<String> texts(long first, long last) {
        return IntStream.rangeClosed((int) first, (int) last).mapToObj(String::valueOf).toList();
    }
}
