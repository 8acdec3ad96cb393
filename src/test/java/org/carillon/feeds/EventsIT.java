package org.carillon.feeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.carillon.server.Await;
import org.carillon.server.EventReader;
import org.carillon.server.EventReader.Event;
import org.carillon.server.Http;
import org.carillon.server.RunningServer;
import org.carillon.server.SharedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The event stream as curl and a browser see it. */
@ExtendWith(SharedServer.class)
class EventsIT {

    @Test
    void everyReaderSeesEveryPublicationInOrderAndOnce(RunningServer server) throws IOException {
        try (var one = new EventReader(server.uri("/events")); var two = new EventReader(server.uri("/events"))) {
            var offsets = offsets(one.await(5));
            assertEquals(LongStream.range(offsets.get(0), offsets.get(0) + 5).boxed().toList(), offsets, "offsets have no hole");
            var others = offsets(two.await(5));
            assertEquals(LongStream.range(others.get(0), others.get(0) + 5).boxed().toList(), others, "and none for the second reader");
        }
    }

    @Test
    void aPublicationHasEverythingThatAPageShows(RunningServer server) throws IOException {
        try (var reader = new EventReader(server.uri("/events"))) {
            var event = reader.await(1).get(0);
            var json = event.json();
            assertEquals("background_task_response", json.getString("event"));
            assertEquals("everyone", json.getString("channel"));
            assertEquals("{\"data\":\"Background Task Result\"}", json.getJsonObject("data").toString());
            assertTrue(event.id().endsWith(":" + event.offset()), "the id ends with the offset: " + event);
            assertTrue(Instant.parse(json.getString("time")).isAfter(Instant.EPOCH));
            assertTrue(reader.lines().contains("retry: 2000"), "a browser is told when to come back");
        }
    }

    @Test
    void aNewReaderGetsTheLastPublicationAtOnceAndThenLiveOnes(RunningServer server) throws IOException {
        long known;
        try (var first = new EventReader(server.uri("/events"))) {
            known = first.await(3).get(2).offset();
        }
        try (var second = new EventReader(server.uri("/events"))) {
            assertTrue(second.await(1).get(0).offset() >= known, "nothing older than the last one is sent");
        }
    }

    @Test
    void aReaderThatComesBackGetsExactlyWhatItMissed(RunningServer server) throws IOException {
        Event last;
        try (var before = new EventReader(server.uri("/events"))) {
            last = before.await(2).get(1);
        }
        try (var meanwhile = new EventReader(server.uri("/events"))) {
            meanwhile.await(5);
        }
        try (var after = new EventReader(server.uri("/events"), "Last-Event-ID", last.id())) {
            var offsets = offsets(after.await(6));
            assertEquals(LongStream.range(last.offset() + 1, last.offset() + 7).boxed().toList(), offsets, "missed and live ones join without hole or double");
        }
    }

    @Test
    void aReaderWhosePositionIsUnknownIsToldOfAGap(RunningServer server) throws IOException {
        for (String id : List.of("00000000:1", "garbage", "00000000:999999999999", ":", "1:2:3")) {
            try (var reader = new EventReader(server.uri("/events"), "Last-Event-ID", id)) {
                var events = reader.await(2);
                assertEquals("gap", events.get(0).type(), "never silence: " + id);
                assertNotEquals("gap", events.get(1).type(), "and then the last publication");
            }
        }
    }

    @Test
    void aQuietStreamIsKeptOpenByComments(RunningServer server) throws IOException {
        try (var reader = new EventReader(server.uri("/events?channel=nobody-publishes-here"))) {
            Await.until("a comment comes", Duration.ofSeconds(10), () -> reader.lines().contains(":"));
        }
    }

    @Test
    void channelsAreBoundedInNumberAndLength(RunningServer server) throws IOException {
        var most = "channel=c" + String.join("", IntStream.range(1, ChannelNames.MAX_CHANNELS).mapToObj(i -> "&channel=c" + i).toList());
        try (var reader = new EventReader(server.uri("/events?" + most))) {
            Await.until("the stream opens", Duration.ofSeconds(10), () -> !reader.lines().isEmpty());
        }
        assertEquals(400, Http.get(server.uri("/events?" + most + "&channel=onemore")).statusCode());
        assertEquals(400, Http.get(server.uri("/events?channel=" + "x".repeat(256))).statusCode());
        assertEquals(400, Http.get(server.uri("/events?channel=")).statusCode());
    }

    @Test
    void aReaderThatCannotSetAHeaderNamesItsPositionInTheAddress(RunningServer server) throws IOException {
        Event last;
        try (var before = new EventReader(server.uri("/events"))) {
            last = before.await(2).get(0);
        }
        try (var after = new EventReader(server.uri("/events?lastEventId=" + last.id()))) {
            assertEquals(last.offset() + 1, after.await(1).get(0).offset());
        }
        try (var browser = new EventReader(server.uri("/events?lastEventId=garbage"), "Last-Event-ID", last.id())) {
            assertEquals(last.offset() + 1, browser.await(1).get(0).offset(), "the header is newer than the address");
        }
    }

    @Test
    void onlyReadingIsAllowedAndARefusalSaysWhatIs(RunningServer server) {
        var head = Http.join(Http.send("HEAD", server.uri("/events"), null));
        assertEquals(200, head.statusCode(), "a HEAD ends at once");
        assertTrue(head.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream"), head.headers().toString());
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            var answer = Http.join(Http.send(method, server.uri("/events"), null));
            assertEquals(405, answer.statusCode(), method);
            assertEquals("GET, HEAD, OPTIONS", answer.headers().firstValue("Allow").orElse(""));
        }
        assertEquals(204, Http.join(Http.send("OPTIONS", server.uri("/events"), null)).statusCode());
        assertTrue(Http.get(server.uri("/events?channel=")).body().contains("Name at most 128 channels"), "what to change");
    }

    private static List<Long> offsets(List<Event> events) {
        return events.stream().map(Event::offset).toList();
    }
}
