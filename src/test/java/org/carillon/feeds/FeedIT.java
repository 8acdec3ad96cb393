package org.carillon.feeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.carillon.server.Await;
import org.carillon.server.Http;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.carillon.server.SharedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The plain WebSocket as a client in any language sees it. */
@ExtendWith(SharedServer.class)
class FeedIT {

    private static final int MAX_MESSAGE = 131_072;

    @Test
    void aSubscriberGetsEveryPublicationInOrderAndOnce(RunningServer server) {
        try (var socket = subscribed(server, "")) {
            assertTrue(socket.messages().get(0).startsWith("{\"type\":\"welcome\",\"version\":1,"), "the server greets first: " + socket.messages());
            var offsets = offsets(socket, 6);
            assertEquals(LongStream.range(offsets.get(0), offsets.get(0) + 6).boxed().toList(), offsets.subList(0, 6), "offsets have no hole");
        }
    }

    @Test
    void aClientThatComesBackGetsExactlyWhatItMissed(RunningServer server) {
        String position;
        long last;
        try (var before = subscribed(server, "")) {
            var told = publications(before, 2).get(1);
            position = told.getString("position");
            last = told.getJsonNumber("offset").longValue();
        }
        try (var meanwhile = subscribed(server, "")) {
            publications(meanwhile, 5);
        }
        try (var after = subscribed(server, ",\"position\":\"" + position + "\"")) {
            assertTrue(answer(after, "subscribed").contains("\"how\":\"resumed\""));
            assertEquals(LongStream.range(last + 1, last + 7).boxed().toList(), offsets(after, 6).subList(0, 6), "missed and live ones join without hole or double");
        }
    }

    @Test
    void aClientWhosePositionIsUnknownIsToldOfAGap(RunningServer server) {
        for (String position : List.of("00000000:1", "garbage", "", "00000000:999999999999")) {
            try (var socket = subscribed(server, ",\"position\":\"" + position + "\"")) {
                assertTrue(answer(socket, "subscribed").contains("\"how\":\"gap\""), "never silence: " + position);
                publications(socket, 1);
            }
        }
    }

    @Test
    void aClientThatAnswersPingsStaysHoweverQuietItsChannelIs(RunningServer server) {
        try (var quiet = open(server); var clock = subscribed(server, "")) {
            quiet.send("{\"type\":\"subscribe\",\"channels\":[\"nobody-publishes-here\"]}");
            publications(clock, 10);
            quiet.send("{\"type\":\"ping\",\"id\":\"still there\"}");
            assertEquals("{\"type\":\"pong\",\"id\":\"still there\"}", answer(quiet, "pong"), "after several pings of one second");
        }
    }

    @Test
    void aClientThatAnswersNothingIsSentAway(RunningServer server) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("GET /feed HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var in = new DataInputStream(socket.getInputStream());
            skipHead(in);
            boolean pinged = false;
            int opcode = frame(in);
            while (opcode != 8) {
                pinged |= opcode == 9;
                in.skipNBytes(length(in));
                opcode = frame(in);
            }
            assertTrue(length(in) >= 2 && pinged, "it was pinged, and closed with a reason");
            assertEquals(4002, in.readUnsignedShort(), "no answer in time");
        }
    }

    @Test
    void aMessageAtTheLimitIsTakenAndOneCharacterMoreIsNotWholeOrInFragments(RunningServer server) {
        var begin = "{\"type\":\"ping\",\"id\":\"big\",\"more\":\"";
        var message = begin + "x".repeat(MAX_MESSAGE - begin.length() - 2) + "\"}";
        try (var socket = open(server)) {
            socket.send(message);
            answer(socket, "pong");
            socket.send(message + " ");
            assertEquals(1009, socket.awaitClosed());
        }
        try (var socket = open(server)) {
            socket.sendInParts(message.substring(0, 70_000), message.substring(70_000) + " ");
            assertEquals(1009, socket.awaitClosed());
            assertTrue(answer(socket, "error").contains("\"code\":\"too_large\""), "and it is told what to change");
        }
    }

    @Test
    void moreMessagesASecondThanAllowedEndTheConnection(RunningServer server) {
        try (var socket = open(server)) {
            for (int i = 0; i < 200; i++) {
                try {
                    socket.send("{\"type\":\"ping\"}");
                } catch (RuntimeException closed) {
                    break;
                }
            }
            assertEquals(4010, socket.awaitClosed());
        }
    }

    @Test
    void whatIsNotOurProtocolEndsItsOwnConnectionOnly(RunningServer server) {
        try (var other = subscribed(server, "")) {
            for (String text : List.of("hello", "[]", "42[\"a\"]", "{\"type\":\"ping\",\"x\":" + "[".repeat(100_000))) {
                try (var socket = open(server)) {
                    socket.send(text);
                    assertEquals(4001, socket.awaitClosed());
                    assertTrue(answer(socket, "error").contains("\"code\":\"malformed\""), "and it is told why");
                }
            }
            int before = publications(other, 1).size();
            publications(other, before + 2);
        }
        var closed = new CompletableFuture<Integer>();
        var binary = Http.join(Http.CLIENT.newWebSocketBuilder().buildAsync(uri(server), new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                closed.complete(code);
                return null;
            }
        }));
        binary.sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true);
        assertEquals(4001, Http.join(closed), "binary messages have no meaning");
    }

    @Test
    void aWrongMessageIsAnsweredAndTheConnectionLives(RunningServer server) {
        try (var socket = open(server)) {
            socket.send("{\"type\":\"subscribe\",\"id\":5,\"channels\":\"everyone\"}");
            assertTrue(answer(socket, "error").startsWith("{\"type\":\"error\",\"id\":5,\"code\":\"invalid\",\"message\":\"Field 'channels'"));
            socket.send("{\"type\":\"ping\"}");
            answer(socket, "pong");
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefusedBeforeTheUpgradeAndAListedOneIsLetIn(RunningServer server) {
        assertEquals(403, RawWebSocket.refusal(uri(server), "Origin", "https://evil.example"));
        assertEquals(101, RawWebSocket.refusal(uri(server), "Origin", "https://friend.example"));
    }

    @Test
    void whoeverAsksByPlainHttpIsToldWhatThisIs(RunningServer server) {
        for (String method : List.of("GET", "POST")) {
            var answer = Http.join(Http.send(method, server.uri("/feed"), null));
            assertEquals(426, answer.statusCode());
            assertEquals("websocket", answer.headers().firstValue("Upgrade").orElse(""));
            assertTrue(answer.headers().allValues("Connection").contains("close"), "the client need not wait for its end");
            assertTrue(answer.body().contains("/events"), answer.body());
        }
    }

    @Test
    void theVersionOfTheProtocolCanBeAskedFor(RunningServer server) {
        var socket = Http.join(Http.CLIENT.newWebSocketBuilder().subprotocols(FeedEndpoint.SUBPROTOCOL).buildAsync(uri(server), new WebSocket.Listener() { }));
        assertEquals(FeedEndpoint.SUBPROTOCOL, socket.getSubprotocol());
        socket.abort();
    }

    static URI uri(RunningServer server) {
        return URI.create(server.url().replace("http:", "ws:") + "/feed");
    }

    private static RawWebSocket open(RunningServer server) {
        return RawWebSocket.connect(uri(server));
    }

    /** @param more further fields, each with a comma before it */
    static RawWebSocket subscribed(RunningServer server, String more) {
        var socket = open(server);
        socket.send("{\"type\":\"subscribe\",\"channels\":[\"everyone\"]" + more + "}");
        answer(socket, "subscribed");
        return socket;
    }

    private static String answer(RawWebSocket socket, String type) {
        return socket.await(type + " comes", text -> text.startsWith("{\"type\":\"" + type + "\""));
    }

    static List<JsonObject> publications(RawWebSocket socket, int count) {
        Await.until(count + " publications come", Duration.ofSeconds(30), () -> publications(socket).size() >= count);
        return publications(socket);
    }

    static List<JsonObject> publications(RawWebSocket socket) {
        return socket.messages().stream().filter(text -> text.startsWith("{\"type\":\"publication\"")).map(FakeFeedSocket::json).toList();
    }

    private static List<Long> offsets(RawWebSocket socket, int count) {
        return publications(socket, count).stream().map(told -> told.getJsonNumber("offset").longValue()).toList();
    }

    private static void skipHead(DataInputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        assertTrue(head.toString().startsWith("HTTP/1.1 101"), head.toString());
    }

    private static int frame(DataInputStream in) throws IOException {
        return in.readUnsignedByte() & 0x0f;
    }

    private static int length(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte();
        return length < 126 ? length : in.readUnsignedShort();
    }
}
