package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;
import org.junit.jupiter.api.Test;

class LiveSessionTest {

    private final TestSession session = TestSession.of(8);

    @Test
    void aSessionHearsItsChannelsOnlyAndOnlyWhileItListens() {
        offer(1, "a");
        session.hearNow(Set.of("a", "b"));
        offer(2, "a");
        offer(3, "c");
        offer(4, "b");
        session.silenced();
        offer(5, "a");
        assertEquals(List.of("2", "4"), session.received, "from listening to silence");
    }

    @Test
    void aClientThatDoesNotReadIsClosedWhenItsQueueIsFull() {
        session.hearNow(Set.of("a"));
        session.reading = false;
        for (int i = 1; i <= 8; i++) {
            offer(i, "a");
        }
        assertEquals(List.of(), session.closed, "a full queue is allowed");
        offer(9, "a");
        offer(10, "a");
        assertEquals(List.of(Disconnect.TOO_SLOW), session.closed, "one more is not, and it is told once");
    }

    private void offer(long offset, String channel) {
        session.offer(new Publication(new Position("e", offset), channel, "event", "1", Instant.EPOCH));
    }
}
