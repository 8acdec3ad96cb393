package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.carillon.configuration.TestConfiguration;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;
import org.junit.jupiter.api.Test;

class BadSessionTest {

    private static final class Unclosable extends LiveSession {

        Unclosable(Sessions sessions) {
            super("bad", sessions);
            subscribe(Set.of("a"), TestSession.OFFSETS);
        }

        @Override
        protected void flush() {
            throw new IllegalStateException("the container has ended it");
        }

        @Override
        public void close(Disconnect reason) {
            throw new IllegalStateException("and cannot end it twice");
        }

        @Override
        protected void sweep() {
            flush();
        }
    }

    private final Sessions sessions = TestBroadcast.sessions(TestConfiguration.of());
    private final List<TestSession> clients = IntStream.range(0, 20).mapToObj(n -> {
        var client = new TestSession("client-" + n, TestSession.OFFSETS, sessions);
        client.hearNow(Set.of("a"));
        sessions.register(client);
        return client;
    }).toList();

    @Test
    void aSessionThatCannotEvenBeClosedCostsNobodyAPublication() {
        sessions.register(new Unclosable(sessions));
        new Broadcaster(sessions).broadcast(new Publication(new Position("e", 1), "a", "event", "1", Instant.EPOCH));
        clients.forEach(client -> assertEquals(List.of("1"), client.received, client.id() + " hears it"));
    }

    @Test
    void aSessionWhoseTimersFailCostsNobodyItsOwn() {
        sessions.register(new Unclosable(sessions));
        sessions.sweep();
        clients.forEach(client -> assertEquals(1, client.swept, client.id() + " has its pings and timeouts"));
    }

    @Test
    void aSessionThatCannotBeClosedKeepsNobodyFromBeingToldOfTheStop() {
        sessions.register(new Unclosable(sessions));
        sessions.stop();
        clients.forEach(client -> assertEquals(List.of(Disconnect.GOING_AWAY), client.closed, client.id() + " is told"));
    }
}
