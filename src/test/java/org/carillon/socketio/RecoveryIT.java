package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.carillon.server.Await;
import org.carillon.server.Http;
import org.carillon.server.RunningServer;
import org.junit.jupiter.api.Test;

/** The official client comes back: after a broken connection, and to a server that was killed and started again. */
class RecoveryIT {

    private static final Path NODE = Path.of(System.getProperty("work.directory")).resolveSibling("node");
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void theOfficialClientIsRecovered() throws Exception {
        need();
        var plan = FixtureServer.plan();
        Path output = Files.createTempFile(Path.of(System.getProperty("work.directory")), "recovery-", ".txt");
        Process client = null;
        var server = plan.start();
        int port = server.port();
        try {
            client = new ProcessBuilder("node", Path.of("src/test/resources/clients/recovery.cjs").toString(), NODE.toString(), server.url())
                    .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            await(output, "connected false");
            say(client, "join");
            await(output, "joined 1");
            tell(server, "everyone", 1);
            await(output, "event 1");
            say(client, "cut");
            tell(server, "room", 2);
            await(output, "event 2");
            server.kill();
            server.close();
            server = plan.launch(port);
            server.awaitReady();
            tell(server, "room", 3);
            await(output, "event 3");
            var lines = Files.readAllLines(output);
            assertEquals(2, lines.stream().filter(line -> line.startsWith("connected true")).count(), "recovered each time: " + lines);
            assertEquals(List.of("event 1", "event 2", "event 3"), lines.stream().filter(line -> line.startsWith("event")).toList(), "each once, in order");
            assertEquals(1, lines.stream().filter(line -> line.startsWith("connected")).map(line -> line.split(" ")[2]).distinct().count(), "always the same id: " + lines);
        } finally {
            if (client != null) {
                client.destroy();
            }
            server.close();
        }
    }

    @Test
    void theOfficialClientSpeaksBothWays() throws Exception {
        need();
        try (var server = FixtureServer.plan().start()) {
            for (String transport : List.of("websocket", "polling")) {
                var output = Files.createTempFile(Path.of(System.getProperty("work.directory")), "events-", ".txt");
                var client = new ProcessBuilder("node", Path.of("src/test/resources/clients/events.cjs").toString(), NODE.toString(), server.url(), transport)
                        .redirectErrorStream(true).redirectOutput(output.toFile()).start();
                try {
                    await(output, "ok");
                } finally {
                    client.destroy();
                }
            }
        }
    }

    private static void need() {
        boolean there = Files.exists(NODE.resolve("node_modules/socket.io-client"));
        if (!there) {
            System.out.println("Skipped, because it is not installed: the JavaScript client: npm install --prefix target/node socket.io-client@4");
        }
        assumeTrue(there, "the JavaScript client");
    }

    private static void await(Path output, String line) {
        Await.until("the client says '" + line + "'", SOON, () -> Files.readAllLines(output).stream().anyMatch(said -> said.startsWith(line)));
    }

    private static void say(Process client, String word) throws IOException {
        client.getOutputStream().write((word + "\n").getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static void tell(RunningServer server, String room, int value) {
        assertTrue(Http.post(server.uri("/tell?room=" + room + "&value=" + value), "").statusCode() < 300, "told");
    }
}
