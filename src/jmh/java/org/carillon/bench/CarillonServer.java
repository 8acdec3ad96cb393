package org.carillon.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built WAR, {@link PublishServlet} and {@link BareEndpoint} on a real server, started by the operator's own script. */
final class CarillonServer implements Server {

    /** Longer than operators wait: the other servers of a run may be starting, or the machine is busy. */
    private static final int START_SECONDS = 300;

    private static final int MANY = 1_000_000;
    private static final long LOOK_MILLIS = 200;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process script;
    private final Path folder;
    private final int port;

    private CarillonServer(Process script, Path folder, int port) {
        this.script = script;
        this.folder = folder;
        this.port = port;
    }

    /** @param options of the JVM, beside ours */
    static CarillonServer start(Peer peer, List<String> options) throws IOException, InterruptedException {
        var server = launch(peer, peer.key(), options);
        try {
            server.awaitReady();
            return server;
        } catch (IOException | InterruptedException failed) {
            server.close();
            throw failed;
        }
    }

    /**
     * Does not wait until it is ready.
     *
     * @param name of its folder
     */
    static CarillonServer launch(Peer peer, String name, List<String> options) throws IOException {
        var folder = Processes.folder(name);
        int port = Processes.freePort();
        var script = Processes.start(command(peer, folder), folder, environment(peer, folder, port, options), Redirect.to(folder.resolve("output").toFile()));
        return new CarillonServer(script, folder, port);
    }

    private static List<String> command(Peer peer, Path folder) throws IOException {
        var start = Path.of("server-config", peer.isPayara() ? "payara" : "wildfly", "start").toAbsolutePath().toString();
        var command = new ArrayList<>(List.of(start, (peer.isPayara() ? built("payara-micro.jar") : built("wildfly-*.Final")).toString(), pack(folder)));
        if (!peer.isPayara()) {
            // Two of them run beside each other.
            command.addAll(List.of(folder.resolve("base").toString(), "-Djboss.management.http.port=0"));
        }
        return command;
    }

    private static Map<String, String> environment(Peer peer, Path folder, int port, List<String> more) {
        var options = List.of(Processes.HEAP, "-Dcarillon.database.directory=" + folder.resolve("data"),
                // Nothing but what is measured is told to the clients.
                "-Dcarillon.task.heartbeat.every=P365D",
                // All clients have one address and come at once.
                "-Dcarillon.sessions.maximum=" + MANY, "-Dcarillon.sessions.per-address=" + MANY,
                "-Dcarillon.sessions.new-per-second=" + MANY, "-Dcarillon.sessions.new-per-second-per-address=" + MANY,
                "-Dcarillon.sessions.standard-send=" + peer.isStandard(),
                String.join(" ", more), System.getenv().getOrDefault("JAVA_OPTS", ""));
        return Map.of("PORT", String.valueOf(port), "DEADLINE", String.valueOf(START_SECONDS), "JAVA_OPTS", String.join(" ", options),
                "PATH", Processes.javaHome().resolve("bin") + ":" + System.getenv("PATH"));
    }

    private static String pack(Path folder) throws IOException {
        var war = folder.resolve("ROOT.war");
        Files.copy(built("ROOT.war"), war, StandardCopyOption.REPLACE_EXISTING);
        try (var inside = FileSystems.newFileSystem(war)) {
            for (var type : List.of(PublishServlet.class, Publishing.class, Payload.class, BareEndpoint.class, FireTask.class, FireServlet.class, Latencies.class,
                    AppendServlet.class, Appending.class, Appending.Way.class)) {
                var name = type.getName().replace('.', '/') + ".class";
                var target = inside.getPath("WEB-INF/classes", name);
                Files.createDirectories(target.getParent());
                try (var source = type.getClassLoader().getResourceAsStream(name)) {
                    Files.copy(source, target);
                }
            }
        }
        return war.toString();
    }

    private static Path built(String glob) throws IOException {
        try (var found = Files.newDirectoryStream(Path.of("target"), glob)) {
            for (Path path : found) {
                return path.toAbsolutePath();
            }
        }
        throw new IOException("target/" + glob + " is missing; this makes it: mvn -DskipTests pre-integration-test");
    }

    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!isReady()) {
            if (!script.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("A server did not start; see " + folder);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return HTTP.send(request("/health/ready").GET().build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public int port() {
        return port;
    }

    /** The script's only child that is still there when Carillon is ready. */
    @Override
    public long pid() {
        return script.descendants().filter(process -> process.info().command().orElse("").endsWith("/java")).findFirst().orElseThrow().pid();
    }

    @Override
    public void publish(Options options) throws IOException, InterruptedException {
        send(request("/bench?rate=" + options.rate() + "&size=" + options.size() + "&limit=" + options.limit()
                + "&journal=" + options.journal())
                .POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    @Override
    public long stop() throws IOException, InterruptedException {
        return Long.parseLong(send(request("/bench").DELETE().build()));
    }

    /** What {@link FireTask#report} says. */
    String fires() throws IOException, InterruptedException {
        return send(request(FireServlet.PATH).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    /** Begins to append. */
    void append(Appending.Way way, int size) throws IOException, InterruptedException {
        send(request(AppendServlet.PATH + "?writers=" + way.writers() + "&batch=" + way.batch() + "&rate=" + way.rate() + "&size=" + size)
                .POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    /** How many were appended so far. */
    long appended() throws IOException, InterruptedException {
        return Long.parseLong(send(request(AppendServlet.PATH).GET().build()));
    }

    /** Ends appending, and returns how many there were. */
    long stopAppending() throws IOException, InterruptedException {
        return Long.parseLong(send(request(AppendServlet.PATH).DELETE().build()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(30));
    }

    private static String send(HttpRequest request) throws IOException, InterruptedException {
        var response = HTTP.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(request.uri() + " was answered with " + response.statusCode());
        }
        return response.body();
    }

    @Override
    public void close() {
        Processes.end(script);
    }
}
