package org.carillon.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.carillon.server.Http;
import org.carillon.server.Polling;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.carillon.server.SharedServer;
import org.carillon.server.StalledSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a broken or hostile client gets: the protocol's answer, and nobody else notices. */
@ExtendWith(SharedServer.class)
class RefusalIT {

    private RunningServer server;
    private RawWebSocket canary;
    private int logLines;

    @BeforeEach
    void watch(RunningServer shared) {
        server = shared;
        logLines = shared.log().size();
        canary = EngineIT.connected(shared);
    }

    @AfterEach
    void nobodyElseNoticed() {
        canary.messages().clear();
        canary.await("the canary still hears events", packet -> packet.startsWith("42"));
        canary.close();
        assertEquals(List.of(), server.trouble(logLines), "the log stays clean");
    }

    /** Often, because the container must not be between two thoughts when the connection is closed. */
    @RepeatedTest(20)
    void aSecondUpgradeIsClosedAndItsConnectionEnds() throws IOException {
        var polling = Polling.open(server);
        try (var first = RawWebSocket.connect(polling.webSocket())) {
            first.send("2probe");
            first.await("the probe is answered", "3probe"::equals);
            first.send("5");
            try (var second = new StalledSocket(server, polling.webSocket().getPath() + "?" + polling.webSocket().getQuery())) {
                assertTrue(second.isEnded(Duration.ofSeconds(10)), "the second connection ends");
            }
            first.send("40");
            first.await("the first goes on", packet -> packet.startsWith("40{"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EIO=4                                       | {"code":0,"message":"Transport unknown"}
            EIO=4&transport=carrier-pigeon              | {"code":0,"message":"Transport unknown"}
            EIO=4&transport=constructor                 | {"code":0,"message":"Transport unknown"}
            EIO=4&transport=__proto__                   | {"code":0,"message":"Transport unknown"}
            %20%25%00&&==&=x&%C3%28                     | {"code":0,"message":"Transport unknown"}
            transport=polling                           | {"code":5,"message":"Unsupported protocol version"}
            EIO=3&transport=polling                     | {"code":5,"message":"Unsupported protocol version"}
            EIO=abc&transport=polling                   | {"code":5,"message":"Unsupported protocol version"}
            EIO=4&EIO=4&transport=polling               | {"code":3,"message":"Bad request"}
            EIO=4&transport=polling&transport=polling   | {"code":3,"message":"Bad request"}
            EIO=4&transport=websocket                   | {"code":3,"message":"Bad request"}
            EIO=4&transport=polling&sid=unknown         | {"code":1,"message":"Session ID unknown"}
            EIO=4&transport=polling&sid=                | {"code":1,"message":"Session ID unknown"}
            """)
    void aQueryThatMakesNoSenseIsRefusedInTheProtocolsWords(String query, String answer) {
        var response = Http.get(server.uri("/socket.io/?" + query));
        assertEquals(400, response.statusCode());
        assertEquals(answer, response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void aSessionIsOpenedByGetOnly(String method) {
        var response = Http.join(Http.send(method, server.uri("/socket.io/?EIO=4&transport=polling"), null));
        assertEquals(400, response.statusCode());
        assertEquals("{\"code\":2,\"message\":\"Bad handshake method\"}", response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EIO=3&transport=websocket", "transport=websocket", "EIO=4", "EIO=4&transport=abc", "EIO=4&transport=polling",
            "EIO=4&transport=websocket&sid=unknown"})
    void anUpgradeThatMakesNoSenseIsRefusedBeforeItHappens(String query) {
        assertEquals(400, RawWebSocket.refusal(server.webSocket(query)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/socket.io/elsewhere", "/socket.io/../socket.io/x", "/elsewhere"})
    void anUpgradeOnAWrongPathIsRefused(String path) {
        int status = RawWebSocket.refusal(URI.create(server.url().replace("http:", "ws:") + path + "?EIO=4&transport=websocket"));
        assertTrue(status == 400 || status == 404, "HTTP " + status);
    }

    @Test
    void aSecondPollEndsTheSessionBecauseTheTwoWouldRaceForPackets() {
        var polling = Polling.open(server);
        polling.post("40");
        polling.get();
        int worst = 200;
        for (int i = 0; worst == 200 && i < 20; i++) {
            var first = polling.park();
            var second = polling.park();
            worst = Math.max(Http.join(first).statusCode(), Http.join(second).statusCode());
        }
        assertEquals(400, worst);
        assertEquals(400, polling.get().statusCode(), "the session is over");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "application/json"})
    void whatABodyCallsItselfIsOfNoConcern(String type) {
        var polling = Polling.open(server);
        assertEquals("ok", Http.post(polling.uri(), "40", "Content-Type", type).body());
        assertTrue(polling.pollFor("40{").startsWith("40{"), "the client is in");
    }

    @Test
    void aBodyAtTheLimitIsTakenAndOneByteMoreIsNot() {
        var packet = "42[\"big\",\"" + "x".repeat(1_000_000 - 12) + "\"]";
        assertEquals(1_000_000, packet.length());
        var polling = Polling.connect(server);
        assertEquals(200, polling.post(packet).statusCode());
        assertEquals(413, polling.post(packet + " ").statusCode());
        assertTrue(polling.pollFor("42").startsWith("42"), "the session lives");
    }

    @Test
    void anEndlessBodyIsRefusedWhenItPassesTheLimit() throws IOException {
        var polling = Polling.connect(server);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            var out = socket.getOutputStream();
            var path = polling.uri().getRawPath() + "?" + polling.uri().getRawQuery();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var chunk = ("10000\r\n" + "x".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            try {
                for (int i = 0; i < 17; i++) {
                    out.write(chunk);
                }
                out.flush();
            } catch (IOException refused) {
                assertTrue(refused.getMessage() != null, "the server may close before all is written");
            }
            socket.setSoTimeout(10_000);
            var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 413", answer);
        }
    }

    @Test
    void aMessageAtTheLimitIsTakenAndOneByteMoreIsNotWholeOrInFragments() {
        var packet = "42[\"big\",\"" + "x".repeat(1_000_000 - 12) + "\"]";
        try (var socket = EngineIT.connected(server)) {
            socket.send(packet);
            socket.messages().clear();
            socket.await("the session lives", text -> text.startsWith("42"));
            socket.send(packet + " ");
            assertEquals(1009, socket.awaitClosed());
        }
        try (var socket = EngineIT.connected(server)) {
            socket.sendInParts(packet.substring(0, 600_000), packet.substring(600_000) + " ");
            assertEquals(1009, socket.awaitClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "9", "4", "49", "42", "42{}", "42[]", "42[1]", "42[null]", "42[{}]", "42[\"connect\"]", "42[\"disconnect\"]",
            "42[\"a\"", "42[\"a\"]x", "451-", "4511-[\"a\"]", "45[\"a\"]", "40", "44{\"message\":\"x\"}", "42/other,[\"a\"]", "421234567890123456[\"a\"]", "0{}", "5", "6abc\u001ex"})
    void aMalformedPacketEndsItsOwnSessionOnly(String packet) {
        var polling = Polling.connect(server);
        assertEquals(400, polling.post(packet).statusCode());
        assertEquals(400, polling.get().statusCode(), "the session is over");
    }

    @Test
    void malformedUtf8EndsTheSession() {
        var polling = Polling.connect(server);
        var request = java.net.http.HttpRequest.newBuilder(polling.uri()).header("Content-Type", "text/plain")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(new byte[] {'4', '2', (byte) 0xc3, '('})).build();
        assertEquals(400, Http.join(Http.CLIENT.sendAsync(request, java.net.http.HttpResponse.BodyHandlers.ofString())).statusCode());
    }

    @Test
    void aMalformedPacketClosesAWebSocket() {
        try (var socket = EngineIT.connected(server)) {
            socket.send("abc");
            assertEquals(4001, socket.awaitClosed());
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefusedAndItsOperatorIsToldTheCure() {
        for (String path : new String[] {"/socket.io/?EIO=4&transport=polling", "/events"}) {
            var response = raw("GET " + path + " HTTP/1.1\r\nOrigin: https://evil.example\r\n");
            assertTrue(response.startsWith("HTTP/1.1 403"), response);
            assertTrue(response.contains("carillon.access.origins"), response);
            assertFalse(response.contains("Access-Control-Allow-Origin"), response);
        }
        assertEquals(403, RawWebSocket.refusal(server.webSocket("EIO=4&transport=websocket"), "Origin", "https://evil.example"));
    }

    @Test
    void theSameOriginAListedOneAndNoneAreLetIn() {
        assertTrue(raw("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nOrigin: http://127.0.0.1:" + server.port() + "\r\n").startsWith("HTTP/1.1 200"));
        assertTrue(raw("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\n").startsWith("HTTP/1.1 200"));
        var listed = raw("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nOrigin: https://friend.example\r\n");
        assertTrue(listed.startsWith("HTTP/1.1 200") && listed.contains("Access-Control-Allow-Origin: https://friend.example"), listed);
        assertEquals(101, RawWebSocket.refusal(server.webSocket("EIO=4&transport=websocket"), "Origin", "https://friend.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/socket.io/?EIO=4&transport=polling", "/events", "/feed"})
    void aPreflightIsAnsweredForAListedOriginAlone(String path) {
        var asked = "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-token,content-type\r\n";
        var listed = raw("OPTIONS " + path + " HTTP/1.1\r\nOrigin: https://friend.example\r\n" + asked);
        assertTrue(listed.startsWith("HTTP/1.1 204"), listed);
        for (String header : List.of("Access-Control-Allow-Origin: https://friend.example", "Access-Control-Allow-Credentials: true", "Access-Control-Allow-Methods: GET, POST",
                "Access-Control-Allow-Headers: x-token,content-type", "Access-Control-Max-Age: 600", "Vary: Origin")) {
            assertTrue(listed.contains("\r\n" + header), header + " in " + listed);
        }
        var foreign = raw("OPTIONS " + path + " HTTP/1.1\r\nOrigin: https://evil.example\r\n" + asked);
        assertTrue(foreign.startsWith("HTTP/1.1 403") && foreign.contains("\r\nVary: Origin") && !foreign.contains("Access-Control-"), foreign);
    }

    @Test
    void aBodyThatCallsItselfBinaryIsRefusedInTheProtocolsWords() {
        var polling = Polling.open(server);
        var answer = Http.post(polling.uri(), "40", "Content-Type", "application/octet-stream");
        assertEquals(400, answer.statusCode());
        assertEquals("{\"code\":3,\"message\":\"Bad request\"}", answer.body());
        assertEquals("ok", polling.post("40").body(), "nothing of it was taken, and the client may say it again");
    }

    /** Java's client keeps some headers to itself, so these requests are written by hand; returns the whole answer. */
    private String raw(String head) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "Host: 127.0.0.1:" + server.port() + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new AssertionError(head, failed);
        }
    }
}
