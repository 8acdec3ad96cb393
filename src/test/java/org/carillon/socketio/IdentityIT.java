package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.carillon.server.Http;
import org.carillon.server.Polling;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who a client is comes from its own handshake, however many shake hands with it. */
@ExtendWith(FixtureServer.class)
class IdentityIT {

    private static final int MANY = 200;

    @Test
    void ofManyThatShakeHandsAtOnceEachIsItself(RunningServer server) {
        List<RawWebSocket> sockets = new ArrayList<>();
        try {
            var handshakes = IntStream.range(0, MANY).mapToObj(i -> RawWebSocket.connecting(server.webSocket("EIO=4&transport=websocket&caller=caller-" + i), "40")).toList();
            handshakes.forEach(handshake -> sockets.add(Http.join(handshake)));
            sockets.forEach(socket -> socket.await("the namespace is joined", packet -> packet.startsWith("40{")));
            sockets.forEach(socket -> socket.send("421[\"who\"]"));
            for (int i = 0; i < MANY; i++) {
                assertEquals("431[[\"caller-" + i + "\",\"caller-" + i + "\"]]", sockets.get(i).await("an answer", packet -> packet.startsWith("431")), "and nobody else");
            }
        } finally {
            sockets.forEach(RawWebSocket::close);
        }
    }

    @Test
    void whoUpgradesStaysWhoItWas(RunningServer server) {
        var open = Http.get(server.uri("/socket.io/?EIO=4&transport=polling&caller=first")).body();
        var sid = open.replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1");
        try (var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket&caller=second&sid=" + sid))) {
            socket.send("2probe");
            socket.await("the probe is answered", "3probe"::equals);
            socket.send("5");
            socket.send("40");
            socket.await("the namespace is joined", packet -> packet.startsWith("40{"));
            socket.send("421[\"who\"]");
            assertEquals("431[[\"first\",\"first\"]]", socket.await("an answer", packet -> packet.startsWith("431")), "the request that opened the session counts");
        }
    }

    @Test
    void whoNobodyVouchesForIsNobody(RunningServer server) {
        var polling = Polling.connect(server);
        polling.post("421[\"who\"]");
        assertEquals("431[[\"nobody\",\"nobody\"]]", polling.pollFor("431"));
        polling.post("1");
    }
}
