package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.carillon.broadcast.TestBroadcast;
import org.carillon.configuration.SmallestQueue;
import org.carillon.handlers.Heartbeat;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketIoFormatTest {

    @Test
    void theRecipesEventHasTheRecipesBytes() {
        var told = new Heartbeat().run(null).announcements().get(0);
        assertEquals("42[\"background_task_response\",{\"data\":\"Background Task Result\"}]", encode(told.event(), told.data().toString()),
                "a client of the recipe needs no change");
    }

    @Test
    void aNameIsEscapedAndDataIsNotTouched() {
        assertEquals("42[\"a\\\"]\\n\",{ \"a\" : [1.0] }]", encode("a\"]\n", "{ \"a\" : [1.0] }"), "no name can break out of its place");
    }

    @Test
    void theBytesOfAFrameAreThoseOnTheWire() {
        var frame = SocketIoFormat.PLAIN.encode(publication("world", "\"世界 🔔\""));
        assertEquals(frame.text().getBytes(StandardCharsets.UTF_8).length, frame.bytes(), "the queue's bound is in bytes");
    }

    @ParameterizedTest
    @EnumSource
    void theSmallestQueueHoldsTheLargestPublication(SocketIoFormat format) {
        var frame = format.encode(SmallestQueue.largestPublication());
        assertTrue(TestBroadcast.queue(1, SmallestQueue.bytes()).offer(frame), "no setting closes every client at its first large publication");
    }

    private static String encode(String event, String data) {
        return SocketIoFormat.PLAIN.encode(publication(event, data)).text();
    }

    private static Publication publication(String event, String data) {
        return new Publication(new Position("e", 1), "everyone", event, data, Instant.EPOCH);
    }
}
