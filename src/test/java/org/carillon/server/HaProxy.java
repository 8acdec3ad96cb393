package org.carillon.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.carillon.server.RunningServer.Plan;

/** HAProxy before two nodes, by the configuration that operators get; a process of the test's own. */
public final class HaProxy {

    private HaProxy() {
    }

    public static boolean isInstalled() {
        return program().isPresent();
    }

    /**
     * Returns when clients are served through it; the server that is returned is the balancer.
     *
     * @param change what is different from {@code server-config/haproxy.cfg}
     */
    public static RunningServer start(UnaryOperator<String> change, RunningServer one, RunningServer two) throws IOException {
        var directory = Files.createDirectories(Plan.of("haproxy", Map.of()).directory());
        var standard = Files.readString(Path.of(System.getProperty("server.config"), "haproxy.cfg"));
        var file = Files.writeString(directory.resolve("haproxy.cfg").toAbsolutePath(), change.apply(standard));
        int port = RunningServer.freePort();
        var builder = new ProcessBuilder(program().orElseThrow().toString(), "-db", "-f", file.toString()).directory(directory.toFile());
        builder.environment().putAll(Map.of("LISTEN", "127.0.0.1:" + port, "NODE_1", "127.0.0.1:" + one.port(), "NODE_2", "127.0.0.1:" + two.port()));
        builder.redirectErrorStream(true).redirectOutput(directory.resolve("server.log").toFile());
        return new RunningServer(builder.start(), port, directory, "").readyOrClosed();
    }

    /** Debian keeps it where only root looks. */
    private static Optional<Path> program() {
        return Stream.of((System.getenv("PATH") + File.pathSeparator + "/usr/sbin").split(File.pathSeparator)).map(folder -> Path.of(folder, "haproxy"))
                .filter(Files::isExecutable).findFirst();
    }
}
