package org.carillon.configuration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Assumptions;

/** One PostgreSQL of the tests' own a process, on loopback, and a database with the project's schema for each who asks. */
public final class TestPostgresql {

    private static final String TEMPLATE = "carillon_template";
    private static final Duration START = Duration.ofMinutes(2);
    private static final AtomicInteger MADE = new AtomicInteger();

    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger NOISE = Logger.getLogger("io.zonky.test.db.postgres.embedded");

    /** Started by the first who asks; the library's own hook ends it with the process. */
    private static final class Holder {
        private static final Optional<EmbeddedPostgres> SERVER = start();
    }

    private TestPostgresql() {
    }

    /** Skips the test, with a line that says why, where it cannot be started. */
    public static EmbeddedPostgres server() {
        Assumptions.assumeTrue(Holder.SERVER.isPresent(), "The embedded PostgreSQL cannot be started on this machine.");
        return Holder.SERVER.orElseThrow();
    }

    /** The URL of a new database that has the schema. */
    static String newDatabase() {
        return url(create("TEMPLATE " + TEMPLATE));
    }

    /** The URL of a new database in which nothing is. */
    public static String emptyDatabase() {
        return url(create(""));
    }

    private static String create(String how) {
        var name = "carillon_" + MADE.incrementAndGet();
        administrate("CREATE DATABASE " + name + " " + how);
        return name;
    }

    static void drop(String url) {
        administrate("DROP DATABASE " + url.replaceAll(".*/([a-z0-9_]+)\\?.*", "$1") + " WITH (FORCE)");
    }

    /** Ends every connection to this database, as a restart of the server would. */
    public static void endConnections(String url) {
        administrate("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + url.replaceAll(".*/([a-z0-9_]+)\\?.*", "$1") + "'");
    }

    private static void administrate(String sql) {
        Jdbi.create(server().getPostgresDatabase()).useHandle(handle -> handle.execute(sql));
    }

    private static String url(String name) {
        return "jdbc:postgresql://127.0.0.1:" + server().getPort() + "/" + name + "?sslmode=disable";
    }

    private static Optional<EmbeddedPostgres> start() {
        NOISE.setLevel(Level.WARNING);
        try {
            var data = Path.of("target", "postgresql").toAbsolutePath();
            var server = EmbeddedPostgres.builder().setOverrideWorkingDirectory(data.toFile()).setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("max_connections", "200").setPGStartupWait(START).start();
            Jdbi.create(server.getPostgresDatabase()).useHandle(handle -> handle.execute("CREATE DATABASE " + TEMPLATE));
            Database.migrate(server.getDatabase("postgres", TEMPLATE), true);
            return Optional.of(server);
        } catch (IOException | RuntimeException impossible) {
            System.out.println("Tests with PostgreSQL are skipped: the embedded one cannot be started here (" + impossible + ").");
            return Optional.empty();
        }
    }
}
