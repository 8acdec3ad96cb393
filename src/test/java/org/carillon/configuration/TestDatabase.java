package org.carillon.configuration;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;

/** An embedded database of its own in memory, with the project's schema, that a test can take away and bring back. */
public final class TestDatabase extends Database implements AutoCloseable {

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=5000";
    private final Jdbi jdbi = Jdbi.create(this::open);
    private volatile boolean away;

    public TestDatabase() {
        migrate();
    }

    @Override
    public void migrate() {
        var source = new JdbcDataSource();
        source.setURL(url);
        Flyway.configure(Database.class.getClassLoader()).dataSource(source).locations("classpath:org/carillon/schema").load().migrate();
    }

    @Override
    public Jdbi jdbi() {
        return jdbi;
    }

    @Override
    public Connection open() throws SQLException {
        if (away) {
            throw new SQLException("The database is away.");
        }
        return DriverManager.getConnection(url);
    }

    @Override
    public void close() throws SQLException {
        away = false;
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

    public void execute(String sql, Object... arguments) {
        jdbi.useHandle(handle -> handle.execute(sql, arguments));
    }

    public <T> T one(Class<T> type, String sql, Object... arguments) {
        return jdbi.withHandle(handle -> handle.select(sql, arguments).mapTo(type).one());
    }
}
