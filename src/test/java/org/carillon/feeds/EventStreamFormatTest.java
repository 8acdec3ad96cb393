package org.carillon.feeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.carillon.broadcast.TestBroadcast;
import org.carillon.configuration.SmallestQueue;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;
import org.junit.jupiter.api.Test;

class EventStreamFormatTest {

    @Test
    void aPublicationIsItsPositionAndOneLineOfJson() {
        var publication = new Publication(new Position("5d45f1a0", 42), "everyone", "a\"\n", "{\"data\":1}", Instant.parse("2026-01-31T12:00:05.016Z"));
        assertEquals("id: 5d45f1a0:42\ndata: {\"offset\":42,\"time\":\"2026-01-31T12:00:05.016Z\",\"channel\":\"everyone\",\"event\":\"a\\\"\\n\",\"data\":{\"data\":1}}\n\n",
                new EventStreamFormat().encode(publication).text(), "no name can begin a line of its own");
    }

    @Test
    void theSmallestQueueHoldsTheLargestPublication() {
        var frame = new EventStreamFormat().encode(SmallestQueue.largestPublication());
        assertTrue(TestBroadcast.queue(1, SmallestQueue.bytes()).offer(frame), "no setting closes every client at its first large publication");
        assertFalse(TestBroadcast.queue(1, frame.bytes() - 1).offer(frame), "and it is the bytes that decide");
    }
}
