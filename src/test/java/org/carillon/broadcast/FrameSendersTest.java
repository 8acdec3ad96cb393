package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.websocket.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.carillon.configuration.TestConfiguration;
import org.carillon.engineio.EnginePacket;
import org.carillon.engineio.EngineSession;
import org.carillon.engineio.MessageHandler;
import org.carillon.engineio.TestEngine;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;
import org.carillon.server.Warnings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose inside is not what it was taken for costs the sessions that met it, and no others. */
class FrameSendersTest {

    private static final IllegalStateException CHANGED = new IllegalStateException("another version");

    /** A way out that goes well until the server is not as expected, and then fails as the real ones do. */
    private final class FragileWay implements FrameSenders.Way {

        private final Consumer<Throwable> broken;

        FragileWay(Consumer<Throwable> broken) {
            this.broken = broken;
        }

        @Override
        public String description() {
            return "a way that breaks";
        }

        @Override
        public FrameSender of(Session socket, Consumer<Throwable> failed) {
            if (breaksAtOnce) {
                throw CHANGED;
            }
            return new FrameSender() {
                @Override
                public boolean sendNext(OutboundQueue queue, Runnable done) {
                    var frame = queue.poll();
                    if (frame != null && breaks) {
                        broken.accept(CHANGED);
                        failed.accept(CHANGED);
                    } else if (frame != null) {
                        fast.add(frame.text());
                        done.run();
                    }
                    return frame != null;
                }

                @Override
                public void sendNow(Frame frame) {
                    fast.add(frame.text());
                }

                @Override
                public void close(Disconnect reason) {
                    StandardSender.close(socket, reason);
                }
            };
        }
    }

    /** The layer above, which hears one channel. */
    private final class Listener implements MessageHandler {

        Listener(EngineSession session) {
            session.subscribe(Set.of("a"), TestSession.OFFSETS);
        }

        @Override
        public void message(EnginePacket message) {
            throw new IllegalStateException("nobody sends anything");
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

    private final Warnings warnings = new Warnings(FrameSenders.class);
    private final FrameSenders senders = new FrameSenders(TestConfiguration.of()) {
        @Override
        Way find(Session socket) {
            return new FragileWay(this::giveUp);
        }
    };
    private final Sessions sessions = TestBroadcast.sessionsSentToBy(senders);
    private final List<String> fast = new ArrayList<>();
    private final List<Disconnect> ends = new ArrayList<>();
    private boolean breaks;
    private boolean breaksAtOnce;

    @AfterEach
    void listenNoMore() {
        warnings.close();
    }

    @Test
    void aWayThatBreaksAtItsFirstSendCostsThatSessionAndThoseThatFollowSendByTheStandard() {
        breaks = true;
        var first = client("first");
        assertEquals(List.of(4000), first.closed(), "its client is told that the connection broke, and may come back");
        assertEquals(List.of(Disconnect.CONNECTION_LOST), ends, "once");
        assertNull(sessions.get("first"), "and its place is free");
        var second = client("second");
        var third = client("third");
        tell(1);
        tell(2);
        assertEquals(List.of(List.of("1", "2"), List.of("1", "2")), List.of(second.received(), third.received()), "by the standard, all and in order");
        assertEquals(List.of(), fast, "nobody goes the broken way");
        saidOnce();
    }

    @Test
    void aWayThatBreaksLaterIsLeftByEachOfItsSessionsAndTheLogSaysItOnce() {
        var one = client("one");
        var two = client("two");
        tell(1);
        breaks = true;
        tell(2);
        assertEquals(List.of(List.of(4000), List.of(4000)), List.of(one.closed(), two.closed()), "both are told to come back");
        assertEquals(2, ends.size(), "each once");
        assertEquals(List.of("1", "1"), fast.subList(2, fast.size()), "what went well before went the fast way");
        var back = client("back");
        tell(3);
        assertEquals(List.of("3"), back.received(), "who comes back is sent to by the standard");
        saidOnce();
    }

    @Test
    void aWayThatCannotEvenBeginCostsNobodyAnything() {
        breaksAtOnce = true;
        var first = client("first");
        var second = client("second");
        tell(1);
        assertEquals(List.of(List.of("1"), List.of("1")), List.of(first.received(), second.received()), "the first as well");
        assertEquals(List.of(), ends, "nobody is closed");
        saidOnce();
    }

    private void saidOnce() {
        assertEquals(1, warnings.records().size(), "the log says it once");
        assertTrue(warnings.records().get(0).getMessage().contains("by the standard API from now on"), warnings.records().get(0).getMessage());
        assertSame(CHANGED, warnings.records().get(0).getThrown(), "with what went wrong");
    }

    private TestEngine client(String sid) {
        return new TestEngine(sid, sessions, Listener::new);
    }

    private void tell(long offset) {
        TestBroadcast.publish(sessions, new Publication(new Position("e", offset), "a", "event", "x", Instant.EPOCH));
    }
}
