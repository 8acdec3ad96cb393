package org.carillon.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.TestBroadcast;
import org.carillon.configuration.TestConfiguration;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A polling client that says that it goes, by a POST that its GET may overtake or meet. */
class LeavingTest {

    private final SettableClock clock = new SettableClock();
    private final List<Disconnect> ends = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final EngineSession session = new EngineSession("sid", Handshake.NONE, new Protocol(25_000, 20_000, 10_000, 15_000, 1_000_000, 100),
            TestBroadcast.sessions(TestConfiguration.of()), clock, above -> new Heard());

    private final class Heard implements MessageHandler {

        @Override
        public void message(EnginePacket message) {
            messages.add(message.text());
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void closed(Disconnect reason) {
            ends.add(reason);
        }
    }

    @BeforeEach
    void openOnPolling() throws IOException {
        session.openPolling();
        poll();
    }

    @Test
    void aPollThatCrossesItsClientsCloseHearsOfTheEnd() throws IOException {
        session.receive(EngineCodec.decode("1"), null);
        session.receive(EngineCodec.decode("4late"), null);
        clock.advanceMillis(PollingTransport.LEAVING - 1);
        assertTrue(session.isAlive(), "it may be on its way");
        assertEquals("6", poll().body(), "it is answered as if it had come before");
        assertEquals(List.of(Disconnect.CLIENT_CLOSED), ends, "and that is the end");
        assertEquals(List.of(), messages, "nothing is heard after the word");
    }

    /** It was taken for the answer to the poll before, whose thread had not come back yet. */
    @Test
    void aCloseThatComesWhileThePollBeforeIsJustAnsweredIsWaitedForToo() throws IOException {
        session.send("4news");
        var answered = new FakePoll();
        answered.onAnswer = () -> session.receive(EngineCodec.decode("1"), null);
        assertTrue(session.poll(answered.request()));
        assertEquals("4news", answered.body());
        assertEquals(List.of(), ends, "a poll may be on its way");
        assertEquals("6", poll().body(), "which hears of the end");
        assertEquals(List.of(Disconnect.CLIENT_CLOSED), ends);
    }

    @Test
    void aClientThatClosesWithoutAPollIsGoneSoon() throws IOException {
        session.receive(EngineCodec.decode("1"), null);
        clock.advanceMillis(PollingTransport.LEAVING);
        assertFalse(session.isAlive(), "no poll can be on its way any more");
        assertEquals(List.of(Disconnect.CLIENT_CLOSED), ends, "the client has closed");
    }

    @Test
    void aClientThatClosesWithAPollIsGoneAtOnce() throws IOException {
        var waiting = poll();
        session.receive(EngineCodec.decode("1"), null);
        assertEquals("6", waiting.body(), "the poll that waits is let go");
        assertEquals(List.of(Disconnect.CLIENT_CLOSED), ends, "the client has closed");
    }

    private FakePoll poll() throws IOException {
        var poll = new FakePoll();
        assertTrue(session.poll(poll.request()), "a poll is taken");
        return poll;
    }
}
