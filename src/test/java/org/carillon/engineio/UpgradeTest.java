package org.carillon.engineio;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Sessions;
import org.carillon.broadcast.TestBroadcast;
import org.carillon.configuration.TestConfiguration;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of one session from polling to a WebSocket, and the ways in which it may fail. */
class UpgradeTest {

    private final SettableClock clock = new SettableClock();
    private final Sessions sessions = TestBroadcast.sessions(TestConfiguration.of());
    private final FakeSocket socket = new FakeSocket();
    private final EngineSession session = new EngineSession("sid", Handshake.NONE, new Protocol(25_000, 20_000, 10_000, 15_000, 1_000_000, 100),
            sessions, clock, above -> new Joined());

    private static final class Joined implements MessageHandler {

        @Override
        public void message(EnginePacket message) {
            assertNotNull(message.text(), "only text is sent here");
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void closed(Disconnect reason) {
            assertNotNull(reason, "a session ends for a reason");
        }
    }

    @BeforeEach
    void openOnPolling() throws IOException {
        session.openPolling();
        poll();
    }

    @Test
    void aProbeIsAnsweredAndFreesTheWaitingPollAndUpgradeMovesTheSession() throws IOException {
        var waiting = poll();
        var candidate = session.probe(socket.session());
        receive("2probe", candidate);
        assertEquals(List.of("3probe"), socket.received, "the candidate has proved itself");
        assertEquals("6", waiting.body(), "the poll is answered, so that the client can change");
        assertTrue(session.isPolling(), "until the client says so the session stays where it is");
        receive("5", candidate);
        assertFalse(session.isPolling(), "now it has moved");
        session.send("4x");
        assertEquals(List.of("3probe", "4x"), socket.received, "and frames go by the WebSocket");
        session.ended(candidate);
        assertNull(sessions.get("sid"), "which is now the session's life");
    }

    @Test
    void whatWaitsDuringTheChangeIsSentOnceInOrder() throws IOException {
        var candidate = session.probe(socket.session());
        receive("2probe", candidate);
        session.send("4a");
        assertEquals("4a", poll().body(), "a poll still takes what waits");
        session.send("4b");
        session.send("4c");
        receive("5", candidate);
        assertEquals(List.of("3probe", "4b", "4c"), socket.received, "the WebSocket takes the rest");
    }

    @Test
    void aPollThatIsParkedWhenTheChangeBeginsIsReleased() throws IOException {
        var candidate = session.probe(socket.session());
        var poll = poll();
        receive("2probe", candidate);
        assertEquals("6", poll.body(), "its client waits for it");
        assertTrue(poll.completed, "and goes on");
    }

    @Test
    void aPollThatComesDuringTheChangeIsReleasedSoon() throws IOException {
        var candidate = session.probe(socket.session());
        receive("2probe", candidate);
        var poll = poll();
        advance(PollingTransport.CROSSING - 1);
        assertEquals("", poll.body(), "the change may be done in a moment");
        advance(1);
        assertEquals("6", poll.body(), "but it is not waited for");
    }

    @Test
    void aPollThatComesDuringTheChangeIsRefusedWhenTheSessionHasMoved() throws IOException {
        var candidate = session.probe(socket.session());
        receive("2probe", candidate);
        var poll = poll();
        receive("5", candidate);
        assertEquals("{\"code\":3,\"message\":\"Bad request\"}", poll.body(), "its client asked for the change before it came");
    }

    @Test
    void theProbesAnswerIsNotOvertakenByThePollThatItCauses() throws IOException {
        var candidate = session.probe(socket.session());
        var polls = new ArrayList<FakePoll>();
        socket.whenReceived = () -> polls.add(assertDoesNotThrow(this::poll));
        receive("2probe", candidate);
        assertEquals("", polls.get(0).body(), "a poll that comes with the answer waits for the change");
    }

    @Test
    void aSecondCandidateIsRefused() {
        assertNotNull(session.probe(socket.session()), "one may try");
        assertNull(session.probe(new FakeSocket().session()), "two would race");
    }

    @Test
    void upgradeWithoutAProbeCostsTheCandidateAndNotTheSession() throws IOException {
        var candidate = session.probe(socket.session());
        assertThrows(ProtocolException.class, () -> receive("5", candidate), "a probe comes first");
        session.refuse(candidate);
        assertEquals(List.of(4001), socket.closed, "the candidate is closed");
        assertGoesOnByPolling();
    }

    @Test
    void aCandidateMaySpeakForNobody() throws IOException {
        var candidate = session.probe(socket.session());
        for (var packet : List.of("4x", "1", "2", "3", "6", "0")) {
            assertThrows(ProtocolException.class, () -> receive(packet, candidate), packet);
        }
        session.refuse(candidate);
        assertGoesOnByPolling();
    }

    @Test
    void aCandidateThatBreaksLeavesTheSessionOnPolling() throws IOException {
        var candidate = session.probe(socket.session());
        receive("2probe", candidate);
        session.ended(candidate);
        assertGoesOnByPolling();
        assertNotNull(session.probe(new FakeSocket().session()), "and it may try again");
    }

    @Test
    void aCandidateThatDoesNotFinishInTimeIsClosedAlone() throws IOException {
        var candidate = session.probe(socket.session());
        receive("2probe", candidate);
        advance(10_000);
        assertEquals(List.of(), socket.closed, "the limit itself is allowed");
        advance(1);
        assertEquals(List.of(4006), socket.closed, "a millisecond more is not");
        assertGoesOnByPolling();
    }

    @Test
    void whenTheSessionEndsItsCandidateEndsToo() {
        session.probe(socket.session());
        session.close(Disconnect.GOING_AWAY);
        assertEquals(List.of(1001), socket.closed, "no connection is left behind");
    }

    @Test
    void aSessionThatHasMovedTakesNoOtherWebSocket() {
        var candidate = session.probe(socket.session());
        receive("2probe", candidate);
        receive("5", candidate);
        assertNull(session.probe(new FakeSocket().session()), "a session moves once");
    }

    private void assertGoesOnByPolling() throws IOException {
        assertTrue(session.isPolling(), "the session is where it was");
        var poll = poll();
        assertEquals("", poll.body(), "a poll waits again");
        session.send("4y");
        assertEquals("4y", poll.body(), "and gets what comes");
    }

    private void receive(String packet, Transport from) {
        session.receive(EngineCodec.decode(packet), from);
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
