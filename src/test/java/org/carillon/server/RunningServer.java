package org.carillon.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** One server process with one WAR, on loopback and on a port of its own; {@link #close} ends exactly this process. */
public final class RunningServer implements AutoCloseable {

    /** On a machine that does much else. */
    public static final Duration START = Duration.ofSeconds(240);
    private static final long STOP_SECONDS = 20;
    private static final Predicate<String> TROUBLE = Pattern.compile("\tat |SEVERE|ERROR|WARN").asPredicate();

    private final Process process;
    private final int port;
    private final Path directory;
    private final String context;
    private final Set<ProcessHandle> children = new HashSet<>();

    RunningServer(Process process, int port, Path directory, String context) {
        this.process = process;
        this.port = port;
        this.directory = directory;
        this.context = context;
    }

    /**
     * How a server is to be started. The directory outlives the process, so a second start in it is a restart.
     *
     * @param server {@code payara} or {@code wildfly}
     * @param war a file; on Payara also a folder, which can be redeployed
     * @param jvm options of the JVM that are no settings
     */
    public record Plan(String server, Path war, Path directory, Map<String, String> settings, List<String> jvm) {

        public static Plan of(String name, Map<String, String> settings) {
            return new Plan(System.getProperty("arquillian.launch"), Path.of(System.getProperty("carillon.war")), freshDirectory(name), settings, List.of());
        }

        public Plan withWar(Path other) {
            return new Plan(server, other, directory, settings, jvm);
        }

        public Plan with(Map<String, String> others) {
            return new Plan(server, war, directory, others, jvm);
        }

        /** On the server that this run is not about. */
        public Plan on(String other) {
            return new Plan(other, war, directory, settings, jvm);
        }

        public Plan withJvm(String... options) {
            return new Plan(server, war, directory, settings, List.of(options));
        }

        public RunningServer start() throws IOException {
            return launch().readyOrClosed();
        }

        /** Does not wait. */
        public RunningServer launch() throws IOException {
            return launch(freePort());
        }

        public RunningServer launch(int port) throws IOException {
            return launch(port, ServerCommand.of(this, port), Map.of());
        }

        /** By the start script of {@code server-config}, as a service manager does; the process is the script's. Does not wait. */
        public RunningServer launchByScript(Map<String, String> environment) throws IOException {
            int port = freePort();
            return launch(port, ServerCommand.script(this), ServerCommand.scriptEnvironment(this, port, environment));
        }

        /** The jar that holds the server and the WAR. Does not wait. */
        public RunningServer launchUberJar() throws IOException {
            int port = freePort();
            return launch(port, ServerCommand.uberJar(this, port), Map.of());
        }

        private RunningServer launch(int port, List<String> command, Map<String, String> environment) throws IOException {
            Files.createDirectories(temporary(directory, port));
            var builder = new ProcessBuilder(command).directory(directory.toFile());
            // What the build's Maven was given must not reach the server.
            builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN") || name.equals("JAVA_TOOL_OPTIONS"));
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile()));
            var name = war.getFileName().toString().replace(".war", "");
            return new RunningServer(builder.start(), port, directory, name.equals("ROOT") ? "" : "/" + name);
        }
    }

    public static boolean isPayara() {
        return "payara".equals(System.getProperty("arquillian.launch"));
    }

    /** With the context path and without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port + context;
    }

    public URI uri(String path) {
        return URI.create(url() + path);
    }

    public URI webSocket(String query) {
        return URI.create("ws://127.0.0.1:" + port + context + "/socket.io/?" + query);
    }

    /** The WebSocket of another Engine.IO endpoint. */
    public URI webSocket(String path, String query) {
        return URI.create("ws://127.0.0.1:" + port + context + path + "?" + query);
    }

    public int port() {
        return port;
    }

    public Process process() {
        return process;
    }

    public Path directory() {
        return directory;
    }

    public List<String> log() {
        try {
            return List.of(Files.readString(directory.resolve("server.log")).split("\n"));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /**
     * What an operator would look into of the log after its first so many lines: warnings, errors and stack traces. Undertow calls it
     * an error that a client has gone; {@code server-config} leaves that out, and so does this.
     */
    public List<String> trouble(int after) {
        var trouble = new ArrayList<String>();
        boolean skipping = false;
        var lines = log();
        // From the beginning, because the first of them may be the middle of a stack trace.
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            skipping = line.contains("UT005088") || skipping && !line.isBlank();
            if (i >= after && !skipping && TROUBLE.test(line)) {
                trouble.add(line);
            }
        }
        return trouble;
    }

    /** This one once it is ready; if it does not become so it is ended. */
    RunningServer readyOrClosed() {
        try {
            awaitReady();
            return this;
        } catch (RuntimeException | Error late) {
            close();
            throw late;
        }
    }

    public void awaitReady() {
        Await.until("the server is ready; its log is in " + directory, START, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("The server ended; its log is in " + directory);
            }
            return Http.statusOf(uri("/health/ready")) == 200;
        });
    }

    /** Asks the process to end, as an operator's SIGTERM does; returns how long it took. */
    public Duration terminate() throws InterruptedException {
        long asked = System.nanoTime();
        askToEnd();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The server did not end within " + STOP_SECONDS + " s of SIGTERM; its log is in " + directory);
        }
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        forget();
    }

    @Override
    public void close() {
        askToEnd();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException asked) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        forget();
    }

    /** A server that was killed leaves its temporary files behind, and Payara unpacks all of itself into them. */
    private void forget() {
        var temporary = temporary(directory, port);
        if (!process.isAlive() && Files.exists(temporary)) {
            try (var files = Files.walk(temporary)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException stays) {
                throw new UncheckedIOException(stays);
            }
        }
    }

    private static Path temporary(Path directory, int port) {
        return directory.resolve("temporary-" + port);
    }

    /** A script that ends before its server would leave it behind, and nobody knows then whose it was. */
    private void askToEnd() {
        process.descendants().forEach(children::add);
        process.destroy();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path freshDirectory(String name) {
        try {
            var parent = Files.createDirectories(Path.of(System.getProperty("work.directory"), System.getProperty("arquillian.launch")));
            return Files.createTempDirectory(parent, name + "-");
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static List<String> javaCommand(Plan plan, int port) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-Djava.io.tmpdir=" + temporary(plan.directory(), port));
        command.addAll(plan.jvm());
        plan.settings().forEach((key, value) -> command.add("-D" + key + "=" + value));
        return command;
    }
}
