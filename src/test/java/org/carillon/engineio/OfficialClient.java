package org.carillon.engineio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.carillon.server.Await;
import org.carillon.server.RunningServer;

/** The official JavaScript client as a program of its own, which comes back and says what it hears: {@code clients/balanced.cjs}. */
final class OfficialClient implements AutoCloseable {

    static final String CURE = "the JavaScript client: npm install --prefix target/node socket.io-client@4";

    private static final Path NODE = Path.of(System.getProperty("work.directory")).resolveSibling("node");
    private static final Path SCRIPT = Path.of("src", "test", "resources", "clients", "balanced.cjs");
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    /** @param transports in the order in which they are tried */
    OfficialClient(RunningServer balancer, String transports) throws IOException {
        output = Files.createTempFile(Path.of(System.getProperty("work.directory")), "balanced-", ".txt");
        process = new ProcessBuilder("node", SCRIPT.toString(), NODE.toString(), balancer.url(), transports).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    static boolean isInstalled() {
        return Files.exists(NODE.resolve("node_modules/socket.io-client"));
    }

    List<String> lines() {
        try {
            return Files.readAllLines(output);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    boolean has(String beginning) {
        return lines().stream().anyMatch(line -> line.startsWith(beginning));
    }

    /** The first line that begins so. */
    String await(String beginning) {
        Await.until("the client says '" + beginning + "' in " + output, SOON, () -> has(beginning));
        return lines().stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
    }

    void awaitOffset(long offset) {
        Await.until("the client has offset " + offset + " in " + output, SOON, () -> offsets().contains(offset));
    }

    List<Long> offsets() {
        return lines().stream().filter(line -> line.matches("offset \\d+")).map(line -> Long.valueOf(line.substring("offset ".length()))).toList();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
