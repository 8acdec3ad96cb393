package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.carillon.server.RunningServer;
import org.carillon.server.SharedServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official JavaScript client and Debian's Python client, as programs of their own, where they are installed. */
@ExtendWith(SharedServer.class)
class OfficialClientsIT {

    private static final String EVENT = "[{\"data\":\"Background Task Result\"}]";
    private static final Path SCRIPTS = Path.of("src", "test", "resources", "clients");
    private static final Path NODE = Path.of(System.getProperty("work.directory")).resolveSibling("node");

    @ParameterizedTest
    @CsvSource({"polling, polling", "websocket, websocket", "default, websocket"})
    void javaScript(String transports, String reached, RunningServer server) throws Exception {
        need(Files.exists(NODE.resolve("node_modules/socket.io-client")), "the JavaScript client: npm install --prefix target/node socket.io-client@4");
        assertEquals(List.of(EVENT, EVENT, EVENT, reached),
                run("node", SCRIPTS.resolve("client.cjs").toString(), NODE.toString(), server.url(), transports));
    }

    @ParameterizedTest
    @CsvSource({"polling, polling", "websocket, websocket", "default, websocket"})
    void python(String transports, String reached, RunningServer server) throws Exception {
        // Debian's own interpreter, because only it finds Debian's packages.
        need(Files.exists(Path.of("/usr/lib/python3/dist-packages/socketio")) && Files.exists(Path.of("/usr/lib/python3/dist-packages/requests")),
                "the Python client: apt-get install python3-socketio python3-requests python3-websocket");
        assertEquals(List.of(EVENT, EVENT, EVENT, reached), run("/usr/bin/python3", SCRIPTS.resolve("client.py").toString(), server.url(), transports));
    }

    private static void need(boolean there, String what) {
        if (!there) {
            System.out.println("Skipped, because it is not installed: " + what);
        }
        assumeTrue(there, what);
    }

    private static List<String> run(String... command) throws IOException, InterruptedException {
        var output = Files.createTempFile(Path.of(System.getProperty("work.directory")), "client-", ".txt");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return Files.readAllLines(output);
    }
}
