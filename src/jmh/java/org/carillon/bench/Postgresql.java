package org.carillon.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A PostgreSQL of the benchmark's own on this machine, and a new database in it for each cluster. */
final class Postgresql implements AutoCloseable {

    private static final int CONNECTIONS = 200;

    /** What is added to its settings, as {@code key=value} with blanks between. */
    private static final String OPTIONS = "POSTGRESQL_OPTIONS";

    /** What is printed, so that nobody takes the figures of a database that forgets for those of one that does not. */
    private static final List<String> TOLD = List.of("fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "shared_buffers");

    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger NOISE = Logger.getLogger("io.zonky.test.db.postgres.embedded");

    private final EmbeddedPostgres server;
    private int databases;

    private Postgresql(EmbeddedPostgres server) {
        this.server = server;
    }

    /** As PostgreSQL is by default: the library is made for tests, and would have its commits wait for no disk. */
    static Postgresql start() throws IOException {
        NOISE.setLevel(Level.WARNING);
        var builder = EmbeddedPostgres.builder().setOverrideWorkingDirectory(Processes.folder("postgresql").toFile()).setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("max_connections", String.valueOf(CONNECTIONS)).setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on");
        for (var option : System.getenv().getOrDefault(OPTIONS, "").split(" ")) {
            var parts = option.split("=", 2);
            if (parts.length == 2) {
                builder.setServerConfig(parts[0], parts[1]);
            }
        }
        return new Postgresql(builder.start());
    }

    /** Options of a node of a database in which nothing is. */
    List<String> newDatabase() throws IOException {
        var name = "bench_" + ++databases;
        ask("CREATE DATABASE " + name);
        return List.of("-Dcarillon.database.url=jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name + "?sslmode=disable", "-Dcarillon.database.user=postgres");
    }

    /** Its version, and what it does for a commit. */
    String describe() throws IOException {
        var text = new StringBuilder("PostgreSQL ").append(ask("SHOW server_version"));
        for (var setting : TOLD) {
            text.append(", ").append(setting).append(' ').append(ask("SHOW " + setting));
        }
        return text.toString();
    }

    /** What all its processes have used of the processors, in seconds; those that have ended are left out. */
    double used() throws IOException {
        var main = ProcessHandle.of(Long.parseLong(ask("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"))).flatMap(ProcessHandle::parent).orElseThrow();
        double used = 0;
        for (var process : Stream.concat(Stream.of(main), main.children()).toList()) {
            try {
                used += ProcessorTime.of(process.pid()).total();
            } catch (IOException ended) {
                // Between the list and the look.
                used += 0;
            }
        }
        return used;
    }

    private String ask(String sql) throws IOException {
        try (var connection = server.getPostgresDatabase().getConnection(); var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (var row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException refused) {
            throw new IOException(refused);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
