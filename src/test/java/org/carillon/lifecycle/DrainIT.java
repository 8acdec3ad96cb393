package org.carillon.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.carillon.server.Await;
import org.carillon.server.FixtureWar;
import org.carillon.server.Http;
import org.carillon.server.Polling;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer.Plan;
import org.carillon.server.RunningServer;
import org.junit.jupiter.api.Test;

/** A node that is asked to go: nobody new comes, what runs ends well, and every client is told to come back elsewhere. */
class DrainIT {

    private static final String TOKEN = "a-token-of-the-tests-own-0123456789";
    private static final int CLIENTS = 20;

    @Test
    void aNodeThatIsAskedToGoLetsNobodyInFinishesItsRunsAndSendsItsClientsAway() throws IOException, InterruptedException {
        var plan = Plan.of("drain", Map.of("carillon.admin.token", TOKEN, "carillon.task.heartbeat.every", "P365D"));
        try (var server = plan.withWar(FixtureWar.of(plan.directory(), "ROOT", LongTask.class)).start()) {
            var sockets = IntStream.range(0, CLIENTS).mapToObj(n -> RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"))).toList();
            sockets.forEach(socket -> socket.send("40"));
            var poll = Http.send("GET", Polling.connect(server).uri(), null);
            var run = field("run", post(server, "/api/tasks/long/runs").body());
            Await.until("it runs", Duration.ofSeconds(10), () -> run(server, run).contains("RUNNING"));

            var node = field("id", Http.get(server.uri("/api/nodes")).body());
            assertEquals(400, post(server, "/api/nodes/no-id/drain").statusCode());
            assertEquals(404, post(server, "/api/nodes/00000000-0000-0000-0000-000000000000/drain").statusCode());
            var asked = post(server, "/api/nodes/" + node + "/drain");
            assertEquals(202, asked.statusCode(), asked.body());
            assertTrue(asked.body().contains("\"state\":\"DRAINING\""), asked.body());
            Await.until("it is not ready", Duration.ofSeconds(5), () -> Http.statusOf(server.uri("/health/ready")) == 503);
            assertEquals(200, Http.statusOf(server.uri("/health/live")), "but alive");
            Await.until("nobody is let in", Duration.ofSeconds(5), () -> Http.statusOf(server.uri("/socket.io/?EIO=4&transport=polling")) == 503);
            assertEquals(503, Http.statusOf(server.uri("/events")));
            post(server, "/api/tasks/heartbeat/runs");

            sockets.forEach(socket -> assertEquals(1001, socket.awaitClosed(), "each is told to come back"));
            assertEquals("1", Http.join(poll).body(), "whatever its transport");
            Await.until("what ran ends well", Duration.ofSeconds(20), () -> run(server, run).contains("SUCCEEDED"));
            assertTrue(Http.get(server.uri("/api/tasks/heartbeat/runs?state=QUEUED")).body().contains("QUEUED"), "and nothing new begins");
            assertEquals(202, post(server, "/api/nodes/" + node + "/drain").statusCode(), "asking again does nothing");
            var changes = Http.get(server.uri("/api/audit/changes?object=" + node)).body();
            assertEquals(2, changes.split("\"node.drain\"", -1).length, "it is recorded once: " + changes);
        }
    }

    private static HttpResponse<String> post(RunningServer server, String path) {
        return Http.post(server.uri(path), "", "Authorization", "Bearer " + TOKEN);
    }

    private static String run(RunningServer server, String id) {
        return Http.get(server.uri("/api/runs/" + id)).body();
    }

    private static String field(String name, String json) {
        return json.replaceFirst("(?s).*?\"" + name + "\":\"([^\"]*)\".*", "$1");
    }
}
