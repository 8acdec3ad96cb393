package org.carillon.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How processes of the benchmark are started and ended. Has no state. */
final class Processes {

    /** One heap for all, so that no peer is better off. */
    static final String HEAP = "-Xmx1g";

    private static final long STOP_SECONDS = 20;

    private Processes() {
    }

    /** A folder below {@code target/bench/work}. */
    static Path folder(String name) throws IOException {
        return Files.createDirectories(Path.of("target", "bench", "work", name).toAbsolutePath());
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Standard error goes to {@code log} in the folder. */
    static Process start(List<String> command, Path folder, Map<String, String> environment, Redirect output) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        return builder.redirectOutput(output).redirectError(folder.resolve("log").toFile()).start();
    }

    /** A JVM with the benchmark's own class path. */
    static Process startJava(Class<?> main, Path folder, List<Object> arguments) throws IOException {
        var command = new ArrayList<>(List.of(javaHome().resolve("bin/java").toString(), HEAP, "-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        arguments.forEach(argument -> command.add(argument.toString()));
        return start(command, folder, Map.of(), Redirect.PIPE);
    }

    static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /** As an operator's SIGTERM does; a process that takes no notice is killed with all that it has started. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
