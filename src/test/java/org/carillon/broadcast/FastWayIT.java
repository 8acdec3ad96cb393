package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.carillon.server.Await;
import org.carillon.server.FixtureWar;
import org.carillon.server.Http;
import org.carillon.server.Polling;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.carillon.server.StalledSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways out of a WebSocket, on whichever server this is: order, loss, close codes, and a client that has stopped reading. */
class FastWayIT {

    private static final int CLIENTS = 20;
    private static final int REQUESTS = 40;

    private int told;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyoneGetsEverythingInOrderAndAStalledClientIsCutOff(boolean standard) throws IOException {
        try (var server = start(standard)) {
            everythingInOrder(server);
            closeCodes(server);
            aStalledClientIsCutOff(server);
            aStalledStreamIsCutOff(server);
            aStalledPollIsCutOff(server);
            var log = String.join("\n", server.log());
            assertTrue(log.contains("WebSockets are sent to by " + wayOut(standard)), log);
            assertFalse(log.contains("not built as expected"), log);
        }
    }

    private void everythingInOrder(RunningServer server) {
        var sockets = IntStream.range(0, CLIENTS).mapToObj(i -> connected(server)).toList();
        // On both sides of 126 and 65,536 bytes, where the header of a frame changes.
        for (int size : new int[] {0, 60, 120, 300, 30_000, 65_400, 65_520}) {
            tell(server, REQUESTS / 4, size);
        }
        for (RawWebSocket socket : sockets) {
            Await.until("all " + told + " arrive", Duration.ofSeconds(20), () -> numbers(socket).size() >= told);
            assertEquals(IntStream.range(0, told).boxed().toList(), numbers(socket), "each once and in order");
            socket.close();
        }
    }

    private void closeCodes(RunningServer server) {
        try (var malformed = connected(server); var leaving = connected(server)) {
            malformed.send("abc");
            assertEquals(4001, malformed.awaitClosed());
            leaving.send("1");
            assertEquals(1000, leaving.awaitClosed());
        }
    }

    private void aStalledClientIsCutOff(RunningServer server) throws IOException {
        nobodyIsThere(server);
        try (var reading = connected(server); var stalled = new StalledSocket(server, "/socket.io/?EIO=4&transport=websocket")) {
            stalled.send("40");
            stalled.readUntil("40{");
            int before = told;
            for (int i = 0; i < REQUESTS && metric(server, "carillon_sessions") == 2; i++) {
                // 20 MiB in all: more than the kernel and either container take for a client that does not read.
                tell(server, 10, 52_000);
            }
            Await.until("the stalled client is forgotten", Duration.ofSeconds(8), () -> metric(server, "carillon_sessions") == 1);
            assertTrue(stalled.isEnded(Duration.ofSeconds(5)), "and its connection is gone");
            Await.until("the other one misses nothing", Duration.ofSeconds(20), () -> numbers(reading).size() >= told - before);
            assertEquals(IntStream.range(before, told).boxed().toList(), numbers(reading), "nor gets it in another order");
        }
    }

    /** By plain HTTP: the end of the answer would wait behind what is not taken. */
    private void aStalledStreamIsCutOff(RunningServer server) throws IOException {
        nobodyIsThere(server);
        try (var reader = StalledSocket.get(server, "/events")) {
            Await.until("it is there", Duration.ofSeconds(10), () -> metric(server, "carillon_sessions") == 1);
            for (int i = 0; i < REQUESTS && metric(server, "carillon_sessions") == 1; i++) {
                tell(server, 10, 52_000);
            }
            assertForgotten(server, reader);
        }
    }

    private void aStalledPollIsCutOff(RunningServer server) throws IOException {
        nobodyIsThere(server);
        var uri = Polling.connect(server).uri();
        for (int i = 0; i < REQUESTS; i++) {
            tell(server, 10, 52_000);
        }
        // All that waits is the answer to one request.
        try (var reader = StalledSocket.get(server, uri.getRawPath() + "?" + uri.getRawQuery())) {
            assertForgotten(server, reader);
        }
    }

    /** Those before are counted no more: else one of them would be taken for the next. */
    private static void nobodyIsThere(RunningServer server) {
        Await.until("the others are gone", Duration.ofSeconds(10), () -> metric(server, "carillon_sessions") == 0);
    }

    private static void assertForgotten(RunningServer server, StalledSocket reader) throws IOException {
        Await.until("it is forgotten", Duration.ofSeconds(8), () -> metric(server, "carillon_sessions") == 0);
        assertTrue(reader.isEnded(Duration.ofSeconds(5)), "and its connection is gone");
    }

    private void tell(RunningServer server, int count, int size) {
        var answer = Http.post(server.uri("/tell?channel=everyone&first=" + told + "&count=" + count + "&size=" + size), "");
        assertEquals(200, answer.statusCode(), answer.body());
        told += count;
    }

    private static List<Integer> numbers(RawWebSocket socket) {
        return socket.messages().stream().filter(text -> text.startsWith("42[\"told\"")).map(FastWayIT::number).toList();
    }

    private static int number(String packet) {
        var data = packet.substring("42[\"told\",".length());
        return Integer.parseInt(data.substring(data.lastIndexOf('"', data.indexOf(':')) + 1, data.indexOf(':')));
    }

    private static double metric(RunningServer server, String name) {
        return Http.get(server.uri("/metrics")).body().lines().filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findFirst().orElseThrow();
    }

    private static RawWebSocket connected(RunningServer server) {
        var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"));
        socket.send("40");
        socket.await("the namespace is joined", packet -> packet.startsWith("40{"));
        return socket;
    }

    private static String wayOut(boolean standard) {
        if (standard) {
            return "the standard API";
        }
        return RunningServer.isPayara() ? "Grizzly's write queue" : "Undertow's conduits";
    }

    private static RunningServer start(boolean standard) throws IOException {
        var war = FixtureWar.of(Path.of(System.getProperty("work.directory"), "fastway"), "ROOT", FixtureTeller.class);
        return Plan.of("fastway", Map.of(
                "carillon.task.heartbeat.every", "P365D",
                "carillon.sessions.standard-send", String.valueOf(standard),
                "carillon.sessions.send-timeout", "PT2S",
                "carillon.socketio.max-payload", "50000000",
                "carillon.sessions.queue.frames", "100000",
                "carillon.sessions.queue.bytes", "67108864")).withWar(war).start();
    }
}
