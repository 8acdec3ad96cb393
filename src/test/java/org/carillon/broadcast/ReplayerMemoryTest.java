package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.journal.Journal;
import org.carillon.journal.Publication;
import org.carillon.journal.Recent;
import org.carillon.journal.TestJournal;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.TestCounters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that come back while the newest publications are in memory, the others in the database, and the tail thread lags behind both. */
class ReplayerMemoryTest {

    private static final Set<String> A = Set.of("a");

    private final TestDatabase database = new TestDatabase();
    private final Configuration configuration = TestConfiguration.of("carillon.sessions.queue.frames", "100000");
    private final Counters counters = new Counters();
    private final Journal journal = TestJournal.of(database, configuration);
    private final Recent recent = TestJournal.recent("carillon.journal.memory.publications", "8");
    private final Queue<Runnable> meanwhile = new ArrayDeque<>();
    private final Replayer replayer = TestBroadcast.replayer(TestJournal.interrupted(database, configuration, () -> {
        if (!meanwhile.isEmpty()) {
            meanwhile.remove().run();
        }
    }), recent, counters);
    private final Sessions node = TestBroadcast.sessions(configuration, replayer);
    private final Queue<Publication> untold = new ArrayDeque<>();
    private final List<TestSession> clients = new ArrayList<>();

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @Test
    void theSeamIsExactHoweverMemoryDatabaseAndTailInterleave() {
        var random = new Random(7);
        TestJournal.start(recent, journal);
        for (int round = 0; round < 60; round++) {
            long seen = Math.max(0, journal.head().offset() - random.nextInt(24));
            var client = client(1 + random.nextInt(6));
            client.comeBack(A, journal.head().at(seen).toString());
            for (int turns = 0; turns < 200 && (client.isCatchingUp() || !untold.isEmpty()); turns++) {
                step(random);
                meanwhile.add(() -> step(random));
                client.reading = random.nextBoolean();
                replayer.stepIfWaiting();
                client.readAll();
            }
            client.reading = true;
            append();
            tellAll();
            assertEquals(texts(seen + 1, journal.head().offset()), client.received, "round " + round + ": no hole and no double");
            client.close(Disconnect.CLIENT_CLOSED);
            clients.clear();
        }
    }

    @Test
    void aHundredReturnsInARowMissAndDoubleNothing() {
        TestJournal.start(recent, journal);
        var random = new Random(3);
        var heard = new ArrayList<String>();
        long seen = 0;
        for (int i = 0; i < 100; i++) {
            // The connection before is half open: nobody has noticed that its client is gone.
            var client = client(100);
            client.comeBack(A, journal.head().at(seen).toString());
            IntStream.range(0, random.nextInt(4)).forEach(n -> append());
            TestBroadcast.catchUp(replayer);
            tellAll();
            heard.addAll(client.received);
            seen = heard.size();
        }
        assertEquals(texts(1, journal.head().offset()), heard, "each publication once");
    }

    @Test
    void fiveHundredThatComeBackSoonCostTheDatabaseNothing() {
        TestJournal.start(recent, journal);
        fill(8);
        database.goAway();
        var storm = storm(500, offset -> offset % 9);
        TestBroadcast.catchUp(replayer);
        for (int i = 0; i < storm.size(); i++) {
            assertEquals(texts(1 + i % 9, 8), storm.get(i).received, "all that it missed");
            assertFalse(storm.get(i).isCatchingUp(), "and it is live");
        }
        assertEquals(0, reads(), "although the database is away");
    }

    @Test
    void fiveHundredThatComeBackFromFarShareTheirLooks() {
        TestJournal.start(recent, journal);
        fill(600);
        var storm = storm(500, offset -> offset % 97);
        TestBroadcast.catchUp(replayer);
        for (int i = 0; i < storm.size(); i++) {
            assertEquals(texts(1 + i % 97, 600), storm.get(i).received, "all that it missed");
        }
        int pages = (600 + Round.PAGE - 1) / Round.PAGE;
        assertTrue(reads() <= 1 + 2 * pages, "one look to judge them and then about one a page, not one a client: " + reads());
    }

    @Test
    void fiveHundredNewClientsShareTheirLooksToo() {
        TestJournal.append(database, journal, "quiet", "1");
        fill(20);
        TestJournal.start(recent, journal);
        var all = IntStream.range(0, 500).mapToObj(i -> client(100)).toList();
        all.forEach(client -> client.comeBack(Set.of("a", "quiet"), null));
        TestBroadcast.catchUp(replayer);
        all.forEach(client -> assertEquals(List.of("1", "21"), client.received, "what holds now"));
        assertEquals(1, reads(), "one look for the channel that is not in memory");
    }

    @Test
    void manyChannelsAreAskedForInSeveralLooks() {
        fill(1);
        var all = IntStream.range(0, 40).mapToObj(i -> client(100)).toList();
        for (int i = 0; i < all.size(); i++) {
            int client = i;
            var channels = IntStream.range(0, 100).mapToObj(n -> client + "-" + n).collect(Collectors.toSet());
            channels.add("a");
            all.get(i).comeBack(channels, journal.head().at(0).toString());
        }
        TestBroadcast.catchUp(replayer);
        all.forEach(client -> assertEquals(List.of("1"), client.received, "each got its own"));
        assertTrue(reads() >= 2 * 4 && reads() <= 2 * 6, "4,040 channels, at most " + Round.MAX_CHANNELS + " a look: " + reads());
    }

    @Test
    void whoseReplayIsOvertakenByTheEndOfTheWindowIsToldOfAGap() {
        fill(400);
        var slow = client(10);
        slow.reading = false;
        slow.comeBack(A, journal.head().at(0).toString());
        TestBroadcast.catchUp(replayer);
        var pruning = TestJournal.of(database, TestConfiguration.of("carillon.journal.publications", "5"));
        pruning.prune();
        slow.reading = true;
        slow.readAll();
        TestBroadcast.catchUp(replayer);
        append();
        tellAll();
        var wanted = new ArrayList<>(texts(1, 10));
        wanted.addAll(List.of("gap", "400", "401"));
        assertEquals(wanted, slow.received, "what it missed while it read is gone, and it knows");
    }

    @Test
    void anEpochThatEndsDuringAReplayIsAGap() {
        fill(400);
        TestJournal.start(recent, journal);
        var client = client(10);
        client.reading = false;
        client.comeBack(A, journal.head().at(0).toString());
        TestBroadcast.catchUp(replayer);
        TestJournal.restart(recent, TestJournal.newLife(journal));
        client.reading = true;
        client.readAll();
        TestBroadcast.catchUp(replayer);
        assertEquals(List.of("10", "gap", "400"), client.received.subList(9, client.received.size()), "offsets of two lives are not joined");
    }

    @Test
    void aSessionThatCannotBeUsedCostsTheOthersNothing() {
        TestJournal.start(recent, journal);
        fill(3);
        var bad = client(100);
        bad.failure = () -> {
            throw new IllegalStateException("a container session in an unforeseen state");
        };
        bad.comeBack(A, journal.head().at(0).toString());
        var good = client(100);
        good.comeBack(A, journal.head().at(0).toString());
        TestBroadcast.catchUp(replayer);
        assertEquals(texts(1, 3), good.received);
        assertEquals(List.of(Disconnect.CONNECTION_LOST), bad.closed, "and it is closed, not tried for ever");
    }

    @Test
    void aChannelThatIsJoinedDuringALookIsLookedForAgain() {
        fill(1);
        var client = client(100);
        client.comeBack(A, journal.head().at(0).toString());
        meanwhile.add(() -> {
            client.subscription.join("b");
            TestJournal.append(database, journal, "b", "1");
            append();
        });
        TestBroadcast.catchUp(replayer);
        assertEquals(List.of("1", "2", "3"), client.received, "what came on it after joining is not stepped over");
    }

    private void step(Random random) {
        int dice = random.nextInt(4);
        if (dice == 0) {
            append();
        } else if (dice == 1) {
            tell();
        }
    }

    private List<TestSession> storm(int count, IntUnaryOperator seen) {
        var epoch = recent.end().orElseThrow().epoch();
        var all = new ArrayList<TestSession>();
        for (int i = 0; i < count; i++) {
            var client = client(100_000);
            client.comeBack(A, epoch + ":" + seen.applyAsInt(i));
            all.add(client);
        }
        return all;
    }

    private TestSession client(int frames) {
        var client = new TestSession("client-" + clients.size(), TestSession.OFFSETS, node, TestBroadcast.queue(frames, 10_000_000));
        clients.add(client);
        return client;
    }

    private void fill(int count) {
        IntStream.range(0, count).forEach(i -> append());
        if (recent.end().isPresent()) {
            tellAll();
        }
    }

    private void append() {
        untold.add(TestJournal.append(database, journal, "a", "1"));
    }

    /** The tail thread takes the next one. */
    private void tell() {
        var next = untold.poll();
        if (next != null) {
            TestJournal.take(recent, next);
            TestBroadcast.publish(node, next);
        }
    }

    private void tellAll() {
        while (!untold.isEmpty()) {
            tell();
        }
    }

    private long reads() {
        return TestCounters.value(counters, "carillon_replay_reads_total");
    }

    private static List<String> texts(long first, long last) {
        return IntStream.rangeClosed((int) first, (int) last).mapToObj(String::valueOf).toList();
    }
}
