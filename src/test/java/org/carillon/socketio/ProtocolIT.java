package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.carillon.server.Await;
import org.carillon.server.Http;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two protocols promise, asked by a client that answers pings, so that whoever closes is the server. */
@ExtendWith(FixtureServer.class)
class ProtocolIT {

    private static final String SEPARATOR = "\u001e";

    private RunningServer server;

    @BeforeEach
    void server(RunningServer shared) {
        server = shared;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4hello
            4test1~4test2~4test3
            4hello~bAQIDBA==
            4~b~bAQ==
            """)
    void aPollingBodyComesBackAsItWas(String body) {
        var wire = body.replace("~", SEPARATOR);
        var session = open();
        assertEquals("ok", Http.post(session, wire).body());
        assertEquals(wire, Http.get(session).body(), "text and binary, in order");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "4a\u001e", "b!", "0", "2"})
    void aBodyThatIsNoneClosesTheSession(String body) {
        var session = open();
        assertEquals(400, Http.post(session, body).statusCode());
        assertEquals("{\"code\":1,\"message\":\"Session ID unknown\"}", Http.get(session).body(), "and it is gone");
    }

    @Test
    void aSecondPollClosesTheSessionAndTellsTheFirst() {
        var session = open();
        var first = Http.send("GET", session, null);
        arrived(session);
        assertEquals(400, Http.get(session).statusCode());
        assertEquals("1", Http.join(first).body(), "the first is told to go");
        assertEquals(400, Http.get(session).statusCode(), "and the session is gone");
    }

    @Test
    void aPollThatWasCutAndTriedAgainClosesTheSession() throws IOException {
        var session = open();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            var request = "GET " + session.getRawPath() + "?" + session.getRawQuery() + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            arrived(session);
        }
        assertEquals(400, Http.get(session).statusCode(), "not a silent loss");
        assertEquals(400, Http.get(session).statusCode(), "and the session is gone");
    }

    /** Some requests later, the poll that was sent before is parked: a server that answers these has read that one. */
    private static void arrived(URI session) {
        for (int i = 0; i < 20; i++) {
            assertEquals("ok", Http.post(session, "6").body());
        }
    }

    @Test
    void textAndBinaryComeBackOverAWebSocket() {
        try (var socket = RawWebSocket.connect(server.webSocket("/engine.io/", "EIO=4&transport=websocket"))) {
            socket.send("4hello");
            socket.send(new byte[] {1, 2, 3, 4});
            assertEquals(List.of("4hello", "<01020304>"), socket.awaitPackets(3).subList(1, 3));
            socket.send("abc");
            assertEquals(4001, socket.awaitClosed(), "and what is no packet closes it");
        }
    }

    @Test
    void anUpgradeLosesNothing() {
        var session = open();
        try (var socket = RawWebSocket.connect(server.webSocket("/engine.io/", session.getQuery().replace("polling", "websocket")))) {
            assertEquals("ok", Http.post(session, "4before").body());
            socket.send("2probe");
            socket.awaitPackets(1);
            assertEquals("4before", Http.get(session).body(), "what waited");
            assertEquals("6", Http.get(session).body(), "and then the poll is given back");
            socket.send("5");
            socket.send("4after");
            assertEquals(List.of("3probe", "4after"), socket.awaitPackets(2));
            assertEquals(400, Http.get(session).statusCode(), "polling is over");
            try (var second = RawWebSocket.connect(server.webSocket("/engine.io/", session.getQuery().replace("polling", "websocket")))) {
                assertEquals(4001, second.awaitClosed(), "and so are upgrades");
            }
            socket.send("4still");
            assertEquals("4still", socket.awaitPackets(3).get(2));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            40                          | 40{         | 42["auth",{}]
            40{"token":"123"}           | 40{         | 42["auth",{"token":"123"}]
            40/custom,                  | 40/custom,{ | 42/custom,["auth",{}]
            40/custom                   | 40/custom,{ | 42/custom,["auth",{}]
            40/custom,{"token":"abc"}   | 40/custom,{ | 42/custom,["auth",{"token":"abc"}]
            """)
    void aNamespaceIsJoined(String connect, String reply, String auth) {
        try (var socket = socket()) {
            socket.send(connect);
            var packets = socket.awaitPackets(3);
            assertTrue(packets.get(1).startsWith(reply + "\"sid\":\"") && !packets.get(1).contains("pid"), packets.get(1));
            assertEquals(auth, packets.get(2));
        }
    }

    @Test
    void anUnknownNamespaceIsRefused() {
        try (var socket = socket()) {
            socket.send("40/random");
            assertEquals("44/random,{\"message\":\"Invalid namespace\"}", socket.awaitPackets(2).get(1));
        }
    }

    @Test
    void whoJoinsNothingIsClosedAlthoughItAnswersPings() {
        try (var socket = socket()) {
            assertEquals(4005, socket.awaitClosed());
        }
    }

    @Test
    void whoseConnectionTheApplicationEndsIsToldSo() {
        try (var socket = socket("40", "40/custom")) {
            socket.awaitPackets(5);
            socket.send("42[\"close\"]");
            assertEquals(4021, socket.awaitClosed());
        }
        var session = open("/socket.io/");
        Http.post(session, "40");
        Await.until("the client is in", Duration.ofSeconds(5), () -> Http.get(session).body().contains("auth"));
        var poll = Http.send("GET", session, null);
        arrived(session);
        Http.post(session, "42[\"close\"]");
        assertEquals("1", Http.join(poll).body(), "a poll is told to go");
        assertEquals(400, Http.get(session).statusCode(), "and the session is gone");
    }

    @Test
    void whoLeavesOneNamespaceStaysInAnother() {
        try (var socket = socket("40", "40/custom")) {
            socket.awaitPackets(5);
            socket.send("41/custom");
            socket.send("42[\"message\",\"to main\"]");
            assertEquals("42[\"message-back\",\"to main\"]", socket.awaitPackets(6).get(5));
        }
    }

    @Test
    void eventsAndAcknowledgementsComeBackWithTheirBinaryParts() {
        try (var socket = socket("40")) {
            socket.awaitPackets(3);
            socket.send("42[\"message\",1,\"2\",{\"3\":[true]}]");
            socket.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
            socket.send("452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
            socket.send(new byte[] {1, 2, 3});
            socket.send(new byte[] {4, 5, 6});
            socket.send("452-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
            socket.send(new byte[] {1, 2, 3});
            socket.send(new byte[] {4, 5, 6});
            assertEquals(List.of("42[\"message-back\",1,\"2\",{\"3\":[true]}]", "43456[1,\"2\",{\"3\":[false]}]",
                    "452-[\"message-back\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]", "<010203>", "<040506>",
                    "462-789[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]", "<010203>", "<040506>"), socket.awaitPackets(11).subList(3, 11));
        }
    }

    @Test
    void binaryComesBackByPolling() {
        var session = open("/socket.io/");
        Http.post(session, "40");
        Await.until("the client is in", Duration.ofSeconds(5), () -> Http.get(session).body().contains("auth"));
        Http.post(session, "451-7[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]" + SEPARATOR + "bAQID");
        var body = new StringBuilder();
        Await.until("the answer comes", Duration.ofSeconds(5), () -> body.append(Http.get(session).body()).append(SEPARATOR).toString().contains("bAQID"));
        assertTrue(body.toString().contains("461-7[{\"_placeholder\":true,\"num\":0}]" + SEPARATOR + "bAQID"), body.toString());
    }

    private URI open() {
        return open("/engine.io/");
    }

    private URI open(String path) {
        var open = Http.get(server.uri(path + "?EIO=4&transport=polling")).body();
        return server.uri(path + "?EIO=4&transport=polling&sid=" + open.replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1"));
    }

    private RawWebSocket socket(String... packets) {
        var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"));
        for (String packet : packets) {
            socket.send(packet);
        }
        return socket;
    }
}
