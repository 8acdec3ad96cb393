package org.carillon.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Sessions;
import org.carillon.broadcast.TestBroadcast;
import org.carillon.configuration.TestConfiguration;
import org.carillon.monitoring.SettableClock;
import org.carillon.engineio.EnginePacket.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineSessionTest {

    private static final Protocol PROTOCOL = new Protocol(25_000, 20_000, 10_000, 15_000, 1_000_000, 100);

    private final SettableClock clock = new SettableClock();
    private final Sessions sessions = TestBroadcast.sessions(TestConfiguration.of("carillon.sessions.maximum", "1"));
    private final List<Disconnect> ends = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final FakeSocket socket = new FakeSocket();
    private boolean joined = true;
    private final EngineSession session = newSession("sid");

    @Test
    void aWebSocketBeginsWithAnOpenPacketThatOffersNoUpgrade() {
        assertNotNull(open(), "there is room");
        assertEquals(List.of("0{\"sid\":\"sid\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}"), socket.received,
                "the client learns the server's numbers");
    }

    @Test
    void thePollThatOpensASessionIsAnsweredWithAnOfferToUpgrade() throws IOException {
        assertTrue(session.openPolling(), "there is room");
        assertTrue(poll().body().startsWith("0{\"sid\":\"sid\",\"upgrades\":[\"websocket\"],"), "it may change to a WebSocket");
    }

    @Test
    void aFullNodeOpensNothing() {
        open();
        assertNull(newSession("second").openWebSocket(new FakeSocket().session()), "no WebSocket");
        assertFalse(newSession("third").openPolling(), "and no polling");
    }

    @Test
    void aPingIsSentAtTheIntervalAndTheNextOnlyAfterItsPong() {
        var transport = open();
        advance(24_999);
        assertEquals(1, socket.received.size(), "not earlier");
        advance(1);
        assertEquals("2", socket.received.get(1), "at the interval");
        advance(20_000);
        session.receive(EngineCodec.decode("3"), transport);
        advance(24_999);
        assertEquals(2, socket.received.size(), "counted from the pong");
        advance(1);
        assertEquals(List.of("2", "2"), socket.received.subList(1, 3), "and again");
        assertEquals(List.of(), ends, "a client that answers in time stays");
    }

    @Test
    void aClientThatDoesNotAnswerAPingInTimeIsClosed() {
        open();
        advance(25_000);
        advance(20_000);
        assertEquals(List.of(), ends, "the limit itself is allowed");
        advance(1);
        assertEquals(List.of(Disconnect.PING_TIMEOUT), ends, "a millisecond more is not");
        assertEquals(List.of(4002), socket.closed, "the client is told why");
        assertNull(sessions.get("sid"), "and its place is free");
    }

    @Test
    void theLatenessOfTheSweepIsNotTheClientsToWaitForButAStallIs() {
        open();
        advance(25_000 + 4_000);
        advance(16_000);
        assertEquals(List.of(), ends, "counted from when the ping was due");
        advance(1);
        assertEquals(List.of(Disconnect.PING_TIMEOUT), ends, "a little lateness is absorbed");
    }

    @Test
    void afterAStallTheClientHasItsWholeTime() {
        open();
        advance(25_000 + 4_001);
        advance(20_000);
        assertEquals(List.of(), ends, "counted from when the ping was sent");
    }

    @Test
    void aSessionWhoseTimeIsOverIsNoneBeforeTheSweepComesBy() {
        open();
        advance(25_000);
        clock.advanceMillis(20_001);
        assertFalse(session.isAlive(), "who asks for it is told so");
    }

    @Test
    void aPongThatNobodyAskedForMovesNoDeadline() {
        var transport = open();
        advance(24_000);
        session.receive(EngineCodec.decode("3"), transport);
        advance(1_000);
        assertEquals("2", socket.received.get(1), "the ping comes when it is due");
    }

    @Test
    void aClientThatJoinsNothingIsClosedInTime() {
        joined = false;
        open();
        advance(10_000);
        assertEquals(List.of(), ends, "the limit itself is allowed");
        advance(1);
        assertEquals(List.of(Disconnect.NOT_CONNECTED), ends, "a millisecond more is not");
    }

    @Test
    void aClientThatFloodsIsClosedAndOneThatOnlyHurriesIsNot() {
        var transport = open();
        IntStream.range(0, 1_000).forEach(i -> session.receive(EngineCodec.decode("3"), transport));
        assertEquals(List.of(), ends, "ten seconds' worth may come at once");
        advance(10);
        session.receive(EngineCodec.decode("3"), transport);
        assertEquals(List.of(), ends, "and then a hundred a second");
        session.receive(EngineCodec.decode("3"), transport);
        assertEquals(List.of(Disconnect.TOO_MANY_MESSAGES), ends, "one more is too much");
        assertEquals(List.of(4010), socket.closed, "and the client is told so");
    }

    @Test
    void aSendThatDoesNotEndInTimeClosesItsClient() {
        socket.finishing = false;
        open();
        advance(15_000);
        assertEquals(List.of(), ends, "the limit itself is allowed");
        advance(1);
        assertEquals(List.of(Disconnect.TOO_SLOW), ends, "a millisecond more is not");
    }

    @Test
    void aPollThatIsReadTooSlowlyClosesItsClient() throws IOException {
        session.openPolling();
        var poll = new FakePoll();
        poll.ready = false;
        session.poll(poll.request());
        advance(15_000);
        assertEquals(List.of(), ends, "the limit itself is allowed");
        advance(1);
        assertEquals(List.of(Disconnect.TOO_SLOW), ends, "a millisecond more is not");
    }

    @Test
    void aPollThatIsReadSlowlyGetsItAllAndTheNextOneFollows() throws IOException {
        session.openPolling();
        var slow = new FakePoll();
        slow.ready = false;
        session.poll(slow.request());
        assertEquals("", slow.body(), "nobody waits for a client that does not read");
        slow.readOn();
        assertTrue(slow.completed && slow.body().startsWith("0{"), "when it reads it gets all");
        session.send("4one");
        session.send("4two");
        assertEquals("4one\u001e4two", poll().body(), "what waited comes in one body");
    }

    @Test
    void aFrameThatCannotBeSentEndsTheSessionOnce() {
        socket.finishing = false;
        open();
        socket.fail();
        session.close(Disconnect.GOING_AWAY);
        assertEquals(List.of(Disconnect.CONNECTION_LOST), ends, "the connection is gone");
    }

    @Test
    void aSocketThatThrowsEndsItsOwnSessionOnly() {
        open();
        socket.gone = true;
        session.send("4x");
        assertEquals(List.of(Disconnect.CONNECTION_LOST), ends, "the container's exception goes no further");
    }

    @Test
    void aPollWhoseClientIsGoneEndsTheSession() throws IOException {
        session.openPolling();
        var poll = new FakePoll();
        poll.gone = true;
        session.poll(poll.request());
        assertEquals(List.of(Disconnect.CONNECTION_LOST), ends, "the container's exception goes no further");
    }

    @Test
    void messagesGoToTheLayerAboveAndCloseEndsTheSession() {
        var transport = open();
        session.receive(EngineCodec.decode("4hello"), transport);
        session.receive(EngineCodec.decode("6"), transport);
        session.receive(EngineCodec.decode("1"), transport);
        assertEquals(List.of("hello"), messages, "a message is handed on");
        assertEquals(List.of(Disconnect.CLIENT_CLOSED), ends, "the client has closed");
    }

    @ParameterizedTest
    @EnumSource(value = Type.class, names = {"OPEN", "PING", "UPGRADE"})
    void whatOnlyAServerSendsIsRefused(Type type) {
        var transport = open();
        assertThrows(ProtocolException.class, () -> session.receive(EnginePacket.of(type, ""), transport), "a client does not send " + type);
        session.refuse(transport);
        assertEquals(List.of(4001), socket.closed, "the client is told that it broke the protocol");
    }

    @Test
    void twoPollsAtOnceCloseTheSession() throws IOException {
        session.openPolling();
        poll();
        var waiting = poll();
        assertFalse(session.poll(new FakePoll().request()), "the two would race for packets");
        assertEquals(List.of(Disconnect.OVERLAPPING_POLL), ends, "the session is closed");
        assertEquals("1", waiting.body(), "and the poll that waited is told so");
    }

    @Test
    void twoPostsAtOnceCloseTheSession() {
        session.openPolling();
        assertTrue(session.beginPost(), "one is allowed");
        session.endPost();
        assertTrue(session.beginPost(), "and then the next");
        assertFalse(session.beginPost(), "not two at once: their packets would have no order");
        assertEquals(List.of(Disconnect.OVERLAPPING_POLL), ends, "the session is closed");
    }

    private EngineSession newSession(String sid) {
        return new EngineSession(sid, Handshake.NONE, PROTOCOL, sessions, clock, above -> new MessageHandler() {
            @Override
            public void message(EnginePacket message) {
                messages.add(message.text());
            }

            @Override
            public boolean isConnected() {
                return joined;
            }

            @Override
            public void closed(Disconnect reason) {
                ends.add(reason);
            }
        });
    }

    private Transport open() {
        return session.openWebSocket(socket.session());
    }

    private void advance(long millis) {
        clock.advanceMillis(millis);
        sessions.sweep();
    }

    private FakePoll poll() throws IOException {
        var poll = new FakePoll();
        assertTrue(session.poll(poll.request()), "a poll is taken");
        return poll;
    }
}
