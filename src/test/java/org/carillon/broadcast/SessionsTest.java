package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.carillon.configuration.TestConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsTest {

    private final Sessions sessions = TestBroadcast.sessions(TestConfiguration.of("carillon.sessions.maximum", "2"));
    private final TestSession one = session("one");
    private final TestSession two = session("two");
    private final TestSession three = session("three");

    @Test
    void aFullNodeRefusesOneMoreAndAPlaceThatIsGivenBackIsFree() {
        assertTrue(sessions.register(one) && sessions.register(two), "the limit itself is allowed");
        assertFalse(sessions.register(three), "one more is refused");
        assertNull(sessions.get("three"), "and not kept");
        sessions.remove(one);
        sessions.remove(one);
        assertTrue(sessions.register(three), "a place is given back");
        assertFalse(sessions.register(one), "once, however often a session ends");
        assertSame(three, sessions.get("three"), "who is registered is found");
        assertEquals(2, sessions.health().facts().get("connected"), "and counted");
    }

    @Test
    void anAddressHasItsPlacesWhicheverSessionsTakeThem() {
        var narrow = TestBroadcast.sessions(TestConfiguration.of("carillon.sessions.per-address", "1"));
        var first = new TestSession("first", TestSession.OFFSETS, narrow);
        var second = new TestSession("second", TestSession.OFFSETS, narrow);
        first.cameFrom("192.0.2.1");
        second.cameFrom("192.0.2.1");
        assertTrue(narrow.register(first), "the limit itself is allowed");
        assertFalse(narrow.register(second), "one more is refused");
        narrow.remove(first);
        assertTrue(narrow.register(second), "a place is given back to its address");
    }

    @Test
    void aStoppingNodeTellsEverybodyAndLetsNobodyIn() {
        sessions.register(one);
        sessions.stop();
        assertEquals(List.of(Disconnect.GOING_AWAY), one.closed, "clients are told to come back later");
        assertFalse(sessions.register(two), "nobody comes in any more");
    }

    @Test
    void theSweepLooksAtEverySession() {
        sessions.register(one);
        sessions.register(two);
        sessions.sweep();
        assertEquals(List.of(1, 1), List.of(one.swept, two.swept), "each has its pings and timeouts");
    }

    @ParameterizedTest
    @CsvSource({
        "carillon.socketio.ping-interval,   PT0.1S, 10",
        "carillon.socketio.ping-timeout,    PT2S,   200",
        "carillon.socketio.connect-timeout, PT0.5S, 50",
        "carillon.sessions.send-timeout,    PT3S,   300",
        "carillon.feeds.heartbeat,          PT4S,   400",
        "carillon.feeds.heartbeat,          PT60S,  1000"})
    void theSweepComesTenTimesWithinTheShortestTimer(String key, String value, long millis) {
        assertEquals(millis, TestBroadcast.sessions(TestConfiguration.of(key, value)).sweepMillis(), "no timer is late by more than a tenth");
    }

    private TestSession session(String id) {
        return new TestSession(id, TestSession.OFFSETS, sessions);
    }
}
