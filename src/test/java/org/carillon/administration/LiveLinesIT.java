package org.carillon.administration;

import static org.carillon.administration.Api.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import org.carillon.server.EventReader;
import org.carillon.server.EventReader.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a handler says while it works, on its way to a client. */
@ExtendWith(Api.class)
class LiveLinesIT {

    @Test
    void progressAndLogReachWhoLooksAndAreKeptForNobodyElse(Api api) throws IOException {
        api.post("/api/tasks", "{'id': 'live', 'handler': 'count', 'parameters': {'count': 3}}");
        try (var reader = new EventReader(api.server().uri("/events?channel=task:live&channel=everyone"))) {
            // Who hears everyone's channel live hears the other one too.
            reader.await(1);
            var run = api.post("/api/tasks/live/runs", null).json().getString("run");
            await("its end is told", () -> ofTheTask(reader).size() >= 3);
            var events = ofTheTask(reader);
            assertEquals(List.of("run.log", "run.progress", "run.ended"), events.stream().map(event -> event.json().getString("event")).toList());
            for (Event event : events) {
                assertEquals("", event.id(), "it has no place in the journal: a client that comes back does not ask for it");
                assertFalse(event.json().containsKey("offset"));
                assertEquals("task:live", event.json().getString("channel"));
                assertEquals(run, event.json().getJsonObject("data").getString("run"));
            }
            assertEquals("SUCCEEDED", events.get(2).json().getJsonObject("data").getString("state"));
        }
        api.call("DELETE", "/api/tasks/live", null, Api.with("If-Match", "*"));
    }

    private static List<Event> ofTheTask(EventReader reader) {
        return reader.events().stream().filter(event -> event.data().contains("\"task:live\"")).toList();
    }
}
