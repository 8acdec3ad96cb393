package org.carillon.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.carillon.server.Http;
import org.carillon.server.Polling;
import org.carillon.server.RunningServer;
import org.carillon.socketio.FixtureServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an orchestrator asks: whether to restart the node, and whether to send it clients. */
@ExtendWith(FixtureServer.class)
class HealthIT {

    /** One a room that can fail; a name that is gone breaks somebody's alarm. */
    private static final Set<String> NAMES = Set.of("drain", "database", "fixture", "lease", "sessions", "tailer", "tick");

    @Test
    void aNodeThatIsNotReadyIsAliveAndServesWhoIsThere(RunningServer server) {
        sicken(server, true);
        try {
            var ready = Http.get(server.uri("/health/ready"));
            assertEquals(503, ready.statusCode());
            assertEquals("DOWN", json(ready).getString("status"));
            assertEquals(List.of("fixture"), names(ready, "DOWN"), "the one at fault, and no other");
            assertTrue(ready.body().contains("{\"name\":\"fixture\",\"status\":\"DOWN\",\"data\":{\"sick\":true}}"), "with what it knows: " + ready.body());
            assertEquals(503, Http.get(server.uri("/health")).statusCode(), "people see the same");
            var live = Http.get(server.uri("/health/live"));
            assertEquals(200, live.statusCode(), "a restart would cure nothing");
            assertEquals("{\"status\":\"UP\",\"checks\":[]}", live.body());
            assertTrue(live.headers().firstValue("Content-Type").orElse("").startsWith("application/json"), live.headers().toString());
            assertEquals("no-store", live.headers().firstValue("Cache-Control").orElse("none"), "a proxy must not keep it");
            Polling.connect(server).post("1");
        } finally {
            sicken(server, false);
        }
        var ready = Http.get(server.uri("/health/ready"));
        assertEquals(200, ready.statusCode(), "well again");
        assertEquals(NAMES, Set.copyOf(names(ready, "UP")));
    }

    private static void sicken(RunningServer server, boolean is) {
        assertEquals(200, Http.post(server.uri("/sick?is=" + is), "").statusCode());
    }

    private static List<String> names(HttpResponse<String> answer, String status) {
        return json(answer).getJsonArray("checks").getValuesAs(JsonObject.class).stream().filter(check -> check.getString("status").equals(status))
                .map(check -> check.getJsonString("name")).map(JsonString::getString).collect(Collectors.toList());
    }

    private static JsonObject json(HttpResponse<String> answer) {
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }
}
