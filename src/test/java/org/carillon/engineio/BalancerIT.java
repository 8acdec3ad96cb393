package org.carillon.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.configuration.TestPostgresql;
import org.carillon.server.Await;
import org.carillon.server.EventReader;
import org.carillon.server.HaProxy;
import org.carillon.server.Http;
import org.carillon.server.Polling;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two nodes behind HAProxy, by the configuration that operators get, and by one that forgets what polling needs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BalancerIT {

    private static final String TOKEN = "a-token-of-the-tests-own-0123456789";
    private static final String EVENT = "42[\"background_task_response\"";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CLIENTS = 4;

    /** What is forgotten most often. */
    private static final UnaryOperator<String> NOT_STICKY = all -> all.replace("balance leastconn", "balance roundrobin").replaceAll("(?m)^    cookie NODE .*", "")
            .replaceAll(" cookie (one|two)", "");

    private static final List<RunningServer> nodes = new ArrayList<>();
    private static final List<String> ids = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        need(HaProxy.isInstalled(), "HAProxy: apt-get install haproxy");
        var url = TestPostgresql.emptyDatabase();
        for (String name : List.of("one", "two")) {
            nodes.add(Plan.of("balanced-" + name, Map.of("carillon.database.url", url, "carillon.database.user", "postgres", "carillon.node.name", name,
                    "carillon.task.heartbeat.every", "PT0.5S", "carillon.admin.token", TOKEN)).launchByScript(Map.of("PROXY", "true")));
        }
        for (RunningServer node : nodes) {
            node.awaitReady();
            ids.add(Http.get(node.uri("/health")).body().replaceFirst("(?s).*\"node\":\"([^\"]*)\".*", "$1"));
        }
    }

    @AfterAll
    static void stop() {
        nodes.forEach(RunningServer::close);
    }

    @Test
    @Order(1)
    void clientsThatPollStayAtTheirNodeAndMayMoveToAWebSocketThere() throws IOException {
        try (var balancer = HaProxy.start(UnaryOperator.identity(), nodes.get(0), nodes.get(1))) {
            var clients = IntStream.range(0, CLIENTS).mapToObj(n -> Polling.connect(balancer)).toList();
            assertEquals(Set.of(mark(0), mark(1)), clients.stream().map(client -> client.sid().substring(0, 8)).collect(Collectors.toSet()), "there are clients at both");
            for (Polling client : clients) {
                assertEquals("NODE=" + (client.sid().startsWith(mark(0)) ? "one" : "two"), client.cookie());
                client.pollFor(EVENT);
                client.pollFor(EVENT);
                try (var socket = RawWebSocket.connect(client.webSocket(), client.cookie())) {
                    socket.send("2probe");
                    socket.await("the WebSocket is at the same node", packet -> packet.equals("3probe"));
                    socket.send("5");
                    socket.await("it goes on there", packet -> packet.startsWith(EVENT));
                }
            }
        }
    }

    @Test
    @Order(2)
    void withoutStickinessAClientThatPollsIsRefusedAtOnceAndEverybodyIsToldTheCure() throws IOException {
        try (var balancer = HaProxy.start(NOT_STICKY, nodes.get(0), nodes.get(1))) {
            var client = Polling.open(balancer);
            assertEquals("", client.cookie());
            int home = client.sid().startsWith(mark(0)) ? 0 : 1;
            var refusal = client.post("40");
            assertEquals(400, refusal.statusCode());
            assertEquals("{\"code\":1,\"message\":\"Session ID unknown\",\"hint\":\"" + StraySessions.HINT + "\"}", refusal.body());
            Await.until("the operator is told, and of which node", SOON, () -> nodes.get(1 - home).log().stream()
                    .anyMatch(line -> line.matches(".*\\[WARN(ING)?] .* sessions of node " + ids.get(home) + " .*src/docs/proxy.md.")));
        }
    }

    @Test
    @Order(3)
    void withoutStickinessWebSocketsWork() throws IOException {
        try (var balancer = HaProxy.start(NOT_STICKY, nodes.get(0), nodes.get(1))) {
            var marks = IntStream.range(0, CLIENTS).mapToObj(n -> {
                try (var socket = RawWebSocket.connect(balancer.webSocket("EIO=4&transport=websocket"))) {
                    socket.send("40");
                    socket.await("it is told what happens", packet -> packet.startsWith(EVENT));
                    return socket.messages().get(0).substring("0{\"sid\":\"".length()).substring(0, 8);
                }
            }).collect(Collectors.toSet());
            assertEquals(Set.of(mark(0), mark(1)), marks, "at both nodes");
        }
    }

    @Test
    @Order(4)
    void theOfficialClientKeepsTheCookieAndWithoutOneSaysWhatIsWrong() throws IOException {
        need(OfficialClient.isInstalled(), OfficialClient.CURE);
        try (var sticky = HaProxy.start(UnaryOperator.identity(), nodes.get(0), nodes.get(1)); var other = HaProxy.start(NOT_STICKY, nodes.get(0), nodes.get(1));
                var polling = new OfficialClient(sticky, "polling"); var upgrading = new OfficialClient(sticky, "polling,websocket");
                var refused = new OfficialClient(other, "polling"); var webSocket = new OfficialClient(other, "websocket")) {
            polling.await("offset");
            upgrading.await("upgraded websocket");
            upgrading.await("offset");
            webSocket.await("offset");
            var line = refused.await("refused");
            assertTrue(line.matches("refused xhr (poll|post) error 400 \\{\"code\":1,.*by a sticky cookie.*}"), line);
        }
    }

    /** Behind the others, because a node that has gone does not come back. */
    @Test
    @Order(5)
    void aNodeThatGoesGetsNobodyNewAndItsClientsLoseNothing() throws IOException {
        var official = new ArrayList<OfficialClient>();
        try (var balancer = HaProxy.start(UnaryOperator.identity(), nodes.get(0), nodes.get(1)); var all = new EventReader(nodes.get(1).uri("/events"))) {
            // Before the others, while the two nodes take turns.
            var atHome = IntStream.range(0, CLIENTS).mapToObj(n -> Polling.connect(balancer)).filter(client -> client.sid().startsWith(mark(0))).toList();
            assertFalse(atHome.isEmpty(), "some are at the node that goes");
            if (OfficialClient.isInstalled()) {
                for (String transports : List.of("polling", "polling", "websocket", "websocket", "polling,websocket", "polling,websocket")) {
                    official.add(new OfficialClient(balancer, transports));
                }
            }
            official.forEach(client -> client.await("offset"));

            long strays = metric(1, "carillon_stray_requests_total");
            assertEquals(202, Http.post(nodes.get(1).uri("/api/nodes/" + ids.get(0) + "/drain"), "", "Authorization", "Bearer " + TOKEN).statusCode());
            Await.until("it lets nobody in", SOON, () -> Http.statusOf(nodes.get(0).uri("/events")) == 503);
            for (int n = 0; n < 2 * CLIENTS; n++) {
                assertTrue(Polling.open(balancer).sid().startsWith(mark(1)), "whoever is new comes to the other node");
                assertEquals(200, Http.statusOf(balancer.uri("/events")), "by whatever door");
            }
            Await.until("all have gone", SOON, () -> metric(0, "carillon_sessions") == 0);
            atHome.forEach(client -> assertEquals("{\"code\":1,\"message\":\"Session ID unknown\"}", client.get().body(), "its own node says that it is over"));
            assertEquals(strays, metric(1, "carillon_stray_requests_total"), "and until then everybody was served there");
            int then = all.events().size();
            var last = all.await(then + 4).get(then + 3).offset();
            for (OfficialClient client : official) {
                client.awaitOffset(last);
                var heard = client.offsets().stream().filter(offset -> offset <= last).toList();
                assertEquals(toldBetween(all, heard), heard, "each once and in order: " + client.lines());
            }
            assertTrue(official.isEmpty() || official.stream().anyMatch(client -> client.has("connected true " + mark(1))), "some were recovered there");
        } finally {
            official.forEach(OfficialClient::close);
        }
    }

    @Test
    @Order(6)
    void aNewClientThatOneNodeRefusesIsTriedAtTheOther() throws IOException {
        assertEquals(503, Http.statusOf(nodes.get(0).uri("/events")), "the node that goes");
        try (var balancer = HaProxy.start(all -> all.replace("default-server check", "default-server"), nodes.get(0), nodes.get(1))) {
            for (int n = 0; n < 2 * CLIENTS; n++) {
                assertEquals(200, Http.statusOf(balancer.uri("/events"), "Cookie", "NODE=one"), "an EventSource would not ask again");
                assertTrue(Polling.open(balancer).sid().startsWith(mark(1)));
            }
        }
    }

    /** What everybody was told from the first to the last of these. */
    private static List<Long> toldBetween(EventReader all, List<Long> offsets) {
        return all.events().stream().map(EventReader.Event::offset).filter(offset -> offset >= offsets.get(0) && offset <= offsets.get(offsets.size() - 1)).toList();
    }

    private static String mark(int node) {
        return ids.get(node).substring(0, 8);
    }

    private static long metric(int node, String name) {
        return Http.get(nodes.get(node).uri("/metrics")).body().lines().filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1))).sum();
    }

    private static void need(boolean there, String what) {
        if (!there) {
            System.out.println("Skipped, because it is not installed: " + what);
        }
        assumeTrue(there, what);
    }
}
