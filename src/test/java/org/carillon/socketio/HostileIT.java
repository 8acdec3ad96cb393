package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a hostile client sends to handlers: each is closed with its code, the log stays clean, and nobody else notices. */
@ExtendWith(FixtureServer.class)
class HostileIT {

    private static final List<String> PACKETS = Stream.of(
            Stream.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener").map(name -> "42[\"" + name + "\"]"),
            Stream.of("{}", "[]", "1", "null", "true", "{\"toString\":1}").map(name -> "42[" + name + ",1]"),
            Stream.of("\"0\"", "-1", "1", "0.5", "null", "[]", "1e400", "99999999999").map(num -> "451-[\"message\",{\"_placeholder\":true,\"num\":" + num + "}]"),
            Stream.of("42", "42{}", "42[]", "42[\"a\"", "42abc[\"a\"]", "42" + "9".repeat(400) + "[\"a\"]", "43[]", "43x[]", "44{}", "45[\"a\"]", "4511-[\"a\"]", "45-[\"a\"]", "46-1[]",
                    "47", "4", "4x", "4abc", "40", "40{}", "42/" + "n".repeat(900_000) + ",[\"a\"]", "42/custom,[\"a\"]", "42[\"a\"," + "[".repeat(100_000) + "]".repeat(100_000) + "]",
                    "42[\"a\",\"\\ud800\"]", "42[\"a\",\"\\udc00\\ud800\"]", "42[\"a\"," + "9".repeat(1_000) + "]", "42[\"a\"][\"b\"]", "0", "2", "5", "6x7", "7", "x"))
            .flatMap(packets -> packets).filter(packet -> !packet.equals("6x7")).toList();

    @Test
    void eachIsClosedAndNobodyElseNotices(RunningServer server) {
        int before = server.log().size();
        try (var canary = connected(server)) {
            for (String packet : PACKETS) {
                try (var hostile = connected(server)) {
                    hostile.send(packet);
                    assertEquals(4001, hostile.awaitClosed(), packet.substring(0, Math.min(80, packet.length())));
                }
            }
            canary.send("421[\"message-with-ack\",\"still here\"]");
            canary.await("others go on", message -> message.equals("431[\"still here\"]"));
        }
        assertEquals(List.of(), server.trouble(before), "the log stays clean");
    }

    @Test
    void whatIsOnlyStrangeIsServed(RunningServer server) {
        try (var client = connected(server)) {
            client.send("421[\"message-with-ack\",{\"__proto__\":{\"admin\":true},\"constructor\":1},\"\\ud83d\\ude00\"]");
            assertTrue(client.await("an answer", message -> message.startsWith("431")).contains("__proto__"), "it is data and no more");
            client.send("422[\"__proto__\"]");
            assertTrue(client.await("an answer", message -> message.startsWith("432")).contains("unknown_event"));
            client.send("43123456[]");
            client.send("423[\"message-with-ack\"]");
            assertEquals("433[]", client.await("an answer", message -> message.startsWith("433")), "an answer that nobody awaits is no offence");
        }
    }

    private static RawWebSocket connected(RunningServer server) {
        var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"));
        socket.send("40");
        socket.awaitPackets(3);
        return socket;
    }
}
