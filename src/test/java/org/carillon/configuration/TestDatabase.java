package org.carillon.configuration;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.RunScript;
import org.jdbi.v3.core.Jdbi;

/** A database of a test's own, with the project's schema, that the test can take away and bring back. */
public final class TestDatabase extends Database implements AutoCloseable {

    private final Vendor vendor;
    private final String url;
    private final DataSource source;
    private final Jdbi jdbi;
    private volatile boolean away;

    /** The embedded one, in memory. */
    public TestDatabase() {
        this(Vendor.H2);
    }

    /** Skips the test where there is no database of this vendor. */
    public TestDatabase(Vendor vendor) {
        this.vendor = vendor;
        this.url = vendor == Vendor.H2 ? "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=5000" : TestPostgresql.newDatabase();
        this.source = source(url);
        this.jdbi = Database.jdbi(this::open, isShared());
        migrate();
    }

    /** Migrated once a JVM and copied from then on: a migration for each test would be most of what the tests cost. */
    private static final class Schema {

        static final String SCRIPT = script();

        private static String script() {
            var template = source("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
            Database.migrate(template, false);
            return Jdbi.create(template).withHandle(handle -> String.join("\n", handle.select("SCRIPT NOPASSWORDS NOSETTINGS").mapTo(String.class).list()));
        }
    }

    private static DataSource source(String url) {
        try {
            if (url.startsWith("jdbc:postgresql:")) {
                return ConfiguredDataSource.postgresql(url, "postgres", "");
            }
            var h2 = new JdbcDataSource();
            h2.setURL(url);
            return h2;
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void migrate() {
        if (vendor == Vendor.H2) {
            try (var connection = source.getConnection()) {
                RunScript.execute(connection, new StringReader(Schema.SCRIPT));
            } catch (SQLException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    @Override
    public boolean isShared() {
        return vendor == Vendor.POSTGRESQL;
    }

    @Override
    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public Connection open() throws SQLException {
        if (away) {
            throw new SQLException("The database is away.", "08001");
        }
        return source.getConnection();
    }

    @Override
    public void close() throws SQLException {
        away = false;
        if (vendor == Vendor.POSTGRESQL) {
            TestPostgresql.drop(url);
            return;
        }
        try (var connection = open(); var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    /** From now on nobody gets a connection. */
    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    /** Breaks every connection that is open, as a restart of the database would. */
    public void endConnections() {
        if (vendor == Vendor.POSTGRESQL) {
            TestPostgresql.endConnections(url);
        } else {
            jdbi.useHandle(handle -> handle.select("SELECT ABORT_SESSION(session_id) FROM INFORMATION_SCHEMA.SESSIONS WHERE session_id <> SESSION_ID()")
                    .mapTo(Boolean.class).list());
        }
    }

    public void execute(String sql, Object... arguments) {
        jdbi.useHandle(handle -> handle.execute(sql, arguments));
    }

    public <T> T one(Class<T> type, String sql, Object... arguments) {
        return jdbi.withHandle(handle -> handle.select(sql, arguments).mapTo(type).one());
    }
}
