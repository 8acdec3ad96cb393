package org.carillon.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.server.Await;
import org.carillon.server.Http;
import org.carillon.server.Polling;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.carillon.server.StalledSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client, one address and the node may have, at the limit and one past it. */
class LimitsIT {

    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        server = Plan.of("limits", Map.of(
                "carillon.task.heartbeat.every", "PT1S",
                "carillon.sessions.maximum", "4",
                "carillon.sessions.per-address", "2",
                "carillon.socketio.cookie", "io",
                "carillon.sessions.send-timeout", "PT2S",
                "carillon.socketio.messages-per-second", "10")).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere 127.0.0.2 is no address")
    void anAddressHasItsShareByWhateverDoor() throws IOException {
        for (String door : List.of("/socket.io/?EIO=4&transport=websocket", "/feed")) {
            var sockets = new ArrayList<Socket>();
            sockets.add(from("127.0.0.2", StalledSocket.HANDSHAKE.formatted(door)));
            sockets.add(from("127.0.0.2", "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            assertEquals(List.of("101", "200"), List.of(status(sockets.get(0)), status(sockets.get(1))), "the limit itself is allowed, by " + door);
            awaitSessions(2);
            sockets.add(from("127.0.0.2", StalledSocket.HANDSHAKE.formatted(door)));
            var refusal = head(sockets.get(2));
            assertTrue(refusal.startsWith("HTTP/1.1 429") && refusal.contains("Retry-After: 5"), refusal);
            try (var other = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"))) {
                other.await("another address is served", packet -> packet.startsWith("0"));
            }
            for (Socket socket : sockets) {
                socket.close();
            }
            awaitEmpty();
        }
    }

    /** All have passed the filter before the first of them is counted. */
    @ParameterizedTest
    @ValueSource(strings = {"/events", "/socket.io/?EIO=4&transport=polling"})
    void ofManyAtOnceThoseWithoutRoomAreToldSo(String door) throws IOException {
        awaitEmpty();
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < 40; i++) {
            sockets.add(from("127.0.0.1", ""));
        }
        for (Socket socket : sockets) {
            socket.getOutputStream().write(("GET " + door + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        int served = 0;
        for (Socket socket : sockets) {
            var head = head(socket);
            served += head.startsWith("HTTP/1.1 200") ? 1 : 0;
            assertTrue(head.startsWith("HTTP/1.1 200") || head.startsWith("HTTP/1.1 503") && head.contains("Retry-After: 5"), head);
        }
        for (Socket socket : sockets) {
            // Not before: who leaves makes room.
            socket.close();
        }
        assertEquals(4, served, "as many as there is room for");
    }

    @Test
    void aCookieIsSetWhereItIsWantedAndOnlyWithANewSession() {
        awaitEmpty();
        var answer = Http.get(server.uri("/socket.io/?EIO=4&transport=polling"));
        var sid = answer.body().replaceAll(".*\"sid\":\"([^\"]*)\".*", "$1");
        assertEquals(List.of("io=" + sid + "; Path=/; HttpOnly; SameSite=Lax"), answer.headers().allValues("Set-Cookie"));
        var next = Http.post(server.uri("/socket.io/?EIO=4&transport=polling&sid=" + sid), "1");
        assertEquals(List.of(), next.headers().allValues("Set-Cookie"), "once");
    }

    @Test
    void aFullNodeRefusesAtOnceAndAnswersEverythingElse() {
        awaitEmpty();
        var sockets = new ArrayList<RawWebSocket>();
        for (int i = 0; i < 4; i++) {
            sockets.add(EngineIT.connected(server));
        }
        assertEquals(503, RawWebSocket.refusal(server.webSocket("EIO=4&transport=websocket")), "one more is refused before the upgrade");
        var answer = Http.get(server.uri("/events"));
        assertEquals(503, answer.statusCode());
        assertEquals("5", answer.headers().firstValue("Retry-After").orElse("none"), "and told when to come back");
        assertEquals(200, Http.get(server.uri("/")).statusCode(), "the page answers");
        assertEquals(200, Http.get(server.uri("/health/ready")).statusCode(), "and the health check does");
        sockets.get(0).await("those inside are served", packet -> packet.startsWith("42["));
        sockets.forEach(RawWebSocket::close);
        awaitEmpty();
    }

    @Test
    void aFloodOfPongsClosesItsOwnSessionAlone() {
        awaitEmpty();
        try (var calm = EngineIT.connected(server); var flooding = EngineIT.connected(server)) {
            for (int i = 0; i < 90; i++) {
                flooding.send("3");
            }
            flooding.await("a burst is allowed", packet -> packet.startsWith("42["));
            flood(flooding);
            assertEquals(4010, flooding.awaitClosed());
            calm.await("the other one hears events", packet -> packet.startsWith("42["));
        }
        awaitEmpty();
    }

    @Test
    void aMessageOfTinyFragmentsHasAnEnd() {
        awaitEmpty();
        try (var socket = EngineIT.connected(server)) {
            socket.sendParts(EngineEndpoint.MAX_PARTS);
            socket.messages().clear();
            socket.await("the limit itself is allowed", packet -> packet.startsWith("42["));
            socket.sendParts(1);
            assertEquals(1009, socket.awaitClosed());
        }
        awaitEmpty();
    }

    @Test
    void aBodyThatDoesNotComeInTimeIsGivenUpAndItsSessionLives() throws IOException {
        awaitEmpty();
        var polling = Polling.connect(server);
        try (var socket = from("127.0.0.1", "POST " + polling.target() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n4")) {
            socket.setSoTimeout(20_000);
            assertEquals("408", status(socket));
        }
        assertEquals("ok", polling.post("42[\"a\"]").body(), "another body may come");
        assertTrue(polling.pollFor("42").startsWith("42["), "and the client hears events");
        assertEquals("ok", polling.post("1").body());
        awaitEmpty();
    }

    private static void flood(RawWebSocket socket) {
        try {
            for (int i = 0; i < 200; i++) {
                socket.send("3");
            }
        } catch (RuntimeException closed) {
            assertTrue(closed.getCause() != null, "the server may close before all is sent");
        }
    }

    private static Socket from(String address, String request) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port(), InetAddress.getByName(address), 0);
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).substring(9);
    }

    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        for (int next = socket.getInputStream().read(); next >= 0 && head.indexOf("\r\n\r\n") < 0; next = socket.getInputStream().read()) {
            head.append((char) next);
        }
        return head.toString();
    }

    /** A reader of /events that is gone is noticed at its next frame. */
    private static void awaitEmpty() {
        awaitSessions(0);
    }

    /** A WebSocket is a session a moment after its client has the answer. */
    private static void awaitSessions(int count) {
        Await.until(count + " are connected", Duration.ofSeconds(20), () -> Http.get(server.uri("/metrics")).body().contains("\ncarillon_sessions " + count + "\n"));
    }
}
