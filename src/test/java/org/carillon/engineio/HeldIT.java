package org.carillon.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.server.Await;
import org.carillon.server.Http;
import org.carillon.server.Polling;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What clients can leave half done, many at once: it holds no thread, and nobody else waits for it. */
class HeldIT {

    private static final int EACH = 300;

    /** The pools of both servers grow by some threads under any load; a thread for each client would be hundreds. */
    private static final int FEW = 60;

    private final List<Socket> held = new ArrayList<>();

    @Test
    @EnabledOnOs(OS.LINUX)
    void parkedPollsHalfSentBodiesAndReadersThatTrickleHoldNoThread() throws IOException {
        try (var server = Plan.of("held", Map.of("carillon.task.heartbeat.every", "PT1S", "carillon.socketio.connect-timeout", "PT2M")).start()) {
            long before = threads(server);
            for (int i = 0; i < EACH; i++) {
                park(server);
                beginPost(server, i % 2 == 0 ? "text/plain" : "application/x-www-form-urlencoded");
                trickle(server);
            }
            Await.until("all are there", Duration.ofSeconds(20), () -> sessions(server) >= 3 * EACH);
            long during = threads(server);
            assertTrue(during - before < FEW, 3 * EACH + " clients hold " + (during - before) + " threads");
            for (String path : List.of("/", "/health/ready", "/metrics")) {
                assertEquals(200, Http.get(server.uri(path)).statusCode(), path + " answers as ever");
            }
            assertTrue(Polling.connect(server).pollFor("42").startsWith("42["), "and a new client is served");
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    private void park(RunningServer server) throws IOException {
        var polling = Polling.open(server);
        open(server, "GET " + polling.target() + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** A form is what a container would read by itself, and wait for. */
    private void beginPost(RunningServer server, String type) throws IOException {
        var polling = Polling.open(server);
        open(server, "POST " + polling.target() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\nContent-Length: 1000\r\n\r\n4");
    }

    private void trickle(RunningServer server) throws IOException {
        var socket = open(server, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertEquals('H', socket.getInputStream().read(), "one byte of the answer is read, and no more");
    }

    private Socket open(RunningServer server, String request) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        held.add(socket);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static long threads(RunningServer server) throws IOException {
        try (var tasks = Files.list(Path.of("/proc", String.valueOf(server.process().pid()), "task"))) {
            return tasks.count();
        }
    }

    private static double sessions(RunningServer server) {
        return Http.get(server.uri("/metrics")).body().lines().filter(line -> line.startsWith("carillon_sessions "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ')))).findFirst().orElseThrow();
    }
}
