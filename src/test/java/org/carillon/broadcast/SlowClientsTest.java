package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.configuration.TestConfiguration;
import org.carillon.journal.Publication;
import org.carillon.monitoring.Counters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowClientsTest {

    private static final WireFormat DATA = publication -> Frame.of(publication.data());

    private final Sessions node = TestBroadcast.sessions(TestConfiguration.of(
            "carillon.sessions.queue.frames", "8",
            "carillon.channel.vitals.slow-clients", "latest",
            "carillon.channel.prices*.slow-clients", "drop-oldest",
            "carillon.channel.prices-final.slow-clients", "disconnect"));
    private final TestSession client = new TestSession("slow", DATA, node);

    @ParameterizedTest
    @CsvSource({
        "vitals,       LATEST",
        "vitals2,      DISCONNECT",
        "prices,       DROP_OLDEST",
        "prices-eu,    DROP_OLDEST",
        "prices-final, DISCONNECT",
        "everyone,     DISCONNECT"})
    void aWholeNameIsMoreExactThanABeginningAndWithoutAnyTheClientIsClosed(String channel, SlowClients.Policy policy) {
        assertEquals(policy, node.slowClients().policyOf(channel), channel);
    }

    @Test
    void aClientOfAnOrdinaryChannelIsClosedAtOnePastItsQueue() {
        stall();
        tell("everyone", 1, 8);
        assertEquals(List.of(), client.closed, "the limit itself is allowed");
        tell("everyone", 9, 9);
        assertEquals(List.of(Disconnect.TOO_SLOW), client.closed, "one more is too much");
    }

    @Test
    void theOldestOfTheChannelGiveWayAndNoneOfAnother() {
        stall();
        tell("everyone", 1, 3);
        client.send(Frame.of("control"));
        tell("prices", 11, 14);
        tell("prices", 15, 17);
        assertEquals(List.of("1", "2", "3", "control", "14", "15", "16", "17"), read(), "the newest of the channel are there, in order");
        assertEquals(List.of(), client.closed, "and nobody was closed");
    }

    @Test
    void ofVitalsOnlyTheNewestWaits() {
        stall();
        tell("vitals", 1, 3);
        tell("everyone", 10, 10);
        tell("vitals", 4, 5);
        assertEquals(List.of("10", "5"), read(), "in the order of the journal");
    }

    @Test
    void aClientThatReadsGetsAllOfVitalsToo() {
        client.hearNow(Set.of("vitals"));
        tell("vitals", 1, 20);
        assertEquals(numbers(1, 20), client.received, "nothing waits, so nothing gives way");
    }

    @Test
    void aQueueThatIsFullOfWhatMayNotGiveWayClosesTheClient() {
        stall();
        tell("everyone", 1, 8);
        tell("vitals", 9, 9);
        assertEquals(List.of(Disconnect.TOO_SLOW), client.closed, "a stale value would stay without anybody knowing");
    }

    @Test
    void twoFormsOfOnePublicationDoNotReplaceEachOther() {
        stall();
        WireFormat other = publication -> Frame.of("other " + publication.data());
        client.subscribe(Set.of("vitals"), other);
        tell("vitals", 1, 2);
        assertEquals(Set.of("2", "other 2"), Set.copyOf(read()), "each namespace has its own");
    }

    @Test
    void whatAllQueuesHoldIsCountedExactly() {
        var backlog = new Backlog(100, new Counters());
        var queue = new OutboundQueue(10, 1_000, backlog);
        Stream.of("aaaa", "bbb", "cc", "d").map(Frame::of).forEach(queue::offer);
        assertEquals(10, backlog.bytes(), "all that wait");
        queue.poll();
        queue.poll(3, 0);
        assertEquals(3, backlog.bytes(), "less what is sent");
        queue.clear();
        assertEquals(0, backlog.bytes(), "or forgotten");
        assertFalse(queue.offer(Frame.of("late")), "nothing comes after the end");
        assertEquals(0, backlog.bytes(), "so nothing stays counted");
    }

    @Test
    void whatGivesWayIsNotCountedAnyMore() {
        var backlog = new Backlog(100, new Counters());
        var queue = new OutboundQueue(2, 1_000, backlog);
        var lane = new Frame.Lane("prices", DATA, SlowClients.Policy.DROP_OLDEST);
        Stream.of("a", "bb", "ccc").map(text -> Frame.of(text).in(lane)).forEach(queue::offer);
        assertEquals(5, backlog.bytes(), "the first gave way");
    }

    @Test
    void allQueuesTogetherAreHeldToTheBoundAndTheFullestGoesFirst() {
        var crowded = TestBroadcast.sessions(TestConfiguration.of(), 10);
        var sessions = IntStream.range(0, 3).mapToObj(i -> new TestSession("s" + i, DATA, crowded)).toList();
        sessions.forEach(crowded::register);
        sessions.forEach(session -> session.reading = false);
        sessions.get(1).send(Frame.of("12345"));
        sessions.get(2).send(Frame.of("123"));
        sessions.get(0).send(Frame.of("12"));
        assertTrue(sessions.stream().allMatch(session -> session.closed.isEmpty()), "the limit itself is allowed");
        sessions.get(0).send(Frame.of("1"));
        assertEquals(List.of(Disconnect.TOO_SLOW), sessions.get(1).closed, "one byte more, and the fullest goes");
        assertEquals(List.of(List.of(), List.of()), List.of(sessions.get(0).closed, sessions.get(2).closed), "and nobody else");
        sessions.get(0).send(Frame.of("12345678"));
        assertEquals(List.of(Disconnect.TOO_SLOW), sessions.get(0).closed, "who is the fullest itself goes itself");
    }

    private void stall() {
        client.hearNow(Set.of("everyone", "vitals", "prices"));
        client.reading = false;
    }

    private void tell(String channel, int first, int last) {
        numbers(first, last).forEach(number -> TestBroadcast.publish(node, Publication.unnumbered(channel, Set.of(), "told", number)));
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
    }

    private List<String> read() {
        client.readAll();
        return client.received;
    }
}
