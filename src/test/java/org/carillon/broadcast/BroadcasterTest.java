package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.carillon.configuration.TestConfiguration;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;
import org.junit.jupiter.api.Test;

class BroadcasterTest {

    private final Sessions sessions = TestBroadcast.sessions(TestConfiguration.of());
    private final Broadcaster broadcaster = new Broadcaster(sessions);

    @Test
    void aPublicationIsEncodedOnceForEachFormat() {
        var plain = new AtomicInteger();
        var other = new AtomicInteger();
        var clients = new ArrayList<>(join(10, "plain", publication -> Frame.of("plain " + plain.incrementAndGet())));
        clients.addAll(join(10, "other", publication -> Frame.of("other " + other.incrementAndGet())));
        publish(1);
        assertEquals(List.of(1, 1), List.of(plain.get(), other.get()), "not once for each session");
        clients.forEach(client -> assertEquals(List.of(client.id().split("-")[0] + " 1"), client.received, "and each session gets its own format"));
    }

    @Test
    void aFormatThatNobodyHearsCostsNothing() {
        var encoded = new AtomicInteger();
        join(3, "silent", publication -> Frame.of("x" + encoded.incrementAndGet())).forEach(TestSession::silenced);
        publish(1);
        assertEquals(0, encoded.get(), "nothing is encoded for nobody");
    }

    @Test
    void aSessionThatCannotBeSentToDoesNotCostTheOthersTheirOrder() {
        var clients = join(9, "client", TestSession.OFFSETS);
        clients.get(4).failure = () -> {
            throw new IllegalStateException("an unforeseen state");
        };
        publish(1);
        publish(2);
        for (int i = 0; i < 9; i++) {
            assertEquals(i == 4 ? List.of() : List.of("1", "2"), clients.get(i).received, "client " + i);
        }
        assertEquals(List.of(Disconnect.CONNECTION_LOST), clients.get(4).closed, "the one that failed is closed");
    }

    private void publish(long offset) {
        broadcaster.broadcast(new Publication(new Position("e", offset), "a", "event", "1", Instant.EPOCH));
    }

    private List<TestSession> join(int count, String name, WireFormat format) {
        return IntStream.range(0, count).mapToObj(n -> {
            var client = new TestSession(name + "-" + n, format, sessions);
            client.hearNow(Set.of("a"));
            sessions.register(client);
            return client;
        }).toList();
    }
}
