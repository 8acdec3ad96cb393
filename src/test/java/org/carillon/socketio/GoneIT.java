package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.carillon.server.Await;
import org.carillon.server.Http;
import org.carillon.server.Polling;
import org.carillon.server.RunningServer;
import org.carillon.server.StalledSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients that go without a word, in the middle of a request: the server's end of it comes later, when its container has taken it
 * away already, and must not meet the request that a third one makes.
 */
@ExtendWith(FixtureServer.class)
class GoneIT {

    private static final int ROUNDS = 60;
    private static final String GET = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String HALF_A_POST = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n4";

    @Test
    void nobodyElsesRequestFails(RunningServer server) throws IOException {
        int before = server.log().size();
        for (int i = 0; i < ROUNDS; i++) {
            send(server, GET, Polling.open(server).target());
            send(server, HALF_A_POST, Polling.open(server).target());
            send(server, GET, "/events");
            send(server, StalledSocket.HANDSHAKE, "/socket.io/?EIO=4&transport=websocket");
            send(server, StalledSocket.HANDSHAKE, "/feed");
            var other = Polling.connect(server);
            assertEquals("ok", other.post("421[\"message-with-ack\",\"hello\"]").body());
            assertTrue(other.pollFor("431").startsWith("431[\"hello\"]"), "round " + i);
            assertEquals("ok", other.post("1").body());
        }
        // A reset that the container does not tell of is found by the feed's ping: 25 and 20 s.
        Await.until("all are forgotten", Duration.ofSeconds(60), () -> Http.get(server.uri("/metrics")).body().contains("\ncarillon_sessions 0\n"));
        assertEquals(List.of(), server.trouble(before), "the log stays clean");
    }

    private static void send(RunningServer server, String request, String target) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            // Reset, not closed.
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request.formatted(target).getBytes(StandardCharsets.US_ASCII));
        }
    }
}
