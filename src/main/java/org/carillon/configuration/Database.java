package org.carillon.configuration;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.carillon.monitoring.HealthCheck;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * The one database: the container's pool over {@link ConfiguredDataSource}, and connections outside the pool for what must
 * not wait behind it. SQL is the same for the embedded one and for PostgreSQL; {@code <now>} in it is the database's time at
 * that moment, not at the transaction's beginning. Safe for use by several threads.
 */
@DataSourceDefinition(
        name = Database.JNDI_NAME,
        className = "org.carillon.configuration.ConfiguredDataSource",
        minPoolSize = 0,
        initialPoolSize = 0,
        // A constant of the annotation, so no setting. Tick, results and replays are short: eight hold back nobody on two cores.
        maxPoolSize = 8,
        properties = "configuration=carillon")
@Singleton
public class Database implements HealthCheck {

    static final String JNDI_NAME = "java:app/jdbc/carillon";

    /** SQLSTATE of a row that somebody else has written. */
    private static final String UNIQUE_VIOLATION = "23505";

    /** Classes of SQLSTATE: no connection, no resources, an operator's doing. */
    private static final Set<String> AWAY = Set.of("08", "53", "57");

    /** Classes of SQLSTATE: a value that cannot be stored, a constraint. */
    private static final Set<String> DATA = Set.of("22", "23");

    private static final String SHARED = "shared";

    @Resource(lookup = JNDI_NAME)
    private DataSource pool;
    @Inject
    private Configuration configuration;

    private volatile Jdbi jdbi;
    private volatile boolean migrated;

    @PostConstruct
    void usePool() {
        jdbi = jdbi(pool::getConnection, isShared());
    }

    /** The database's time at that moment. */
    public static OffsetDateTime now(Handle handle) {
        return handle.createQuery("SELECT <now>").mapTo(OffsetDateTime.class).one();
    }

    /**
     * Creates or updates the schema; safe when several nodes do it at once.
     *
     * @throws InvalidSetting if the settings are wrong for ever
     * @throws DatabaseAway   if the shared database is not there yet
     */
    public void migrate() {
        try (var connection = open()) {
            Refusal.requireVersion(connection, configuration);
        } catch (SQLException notOpen) {
            throw Refusal.of(notOpen, configuration);
        }
        migrate(new ConfiguredDataSource(), isShared());
        migrated = true;
    }

    static void migrate(DataSource source, boolean shared) {
        schema(source, shared).load().migrate();
    }

    static FluentConfiguration schema(DataSource source, boolean shared) {
        // What is computed is stored in both databases; one of them wants it said. One of them can leave rows out of an index.
        return Flyway.configure(Database.class.getClassLoader()).dataSource(source).locations("classpath:org/carillon/schema")
                .placeholders(Map.of("stored", shared ? "STORED" : "", "if_waiting", shared ? "WHERE due_at IS NOT NULL" : "", "if_open", shared ? "WHERE open_task IS NOT NULL" : ""));
    }

    static Jdbi jdbi(ConnectionFactory connections, boolean shared) {
        return Jdbi.create(connections).define("now", shared ? "clock_timestamp()" : "CURRENT_TIMESTAMP").define(SHARED, shared).registerArgument(new Storable());
    }

    /** PostgreSQL stores no NUL, and one in the message of an exception must not keep the results of a node from being recorded. */
    private static final class Storable extends AbstractArgumentFactory<String> {

        Storable() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(String text, ConfigRegistry config) {
            return (position, statement, context) -> statement.setString(position, storable(text));
        }
    }

    /** What is stored of a text that may hold anything; for texts in arrays, the others are replaced where they are bound. */
    public static String storable(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    /**
     * Connections come from the pool.
     *
     * @throws DatabaseAway before {@link #migrate}: a node may serve before it has reached its database
     */
    public Jdbi jdbi() {
        if (jdbi == null) {
            throw new DatabaseAway("The database has not been reached yet.", null);
        }
        return jdbi;
    }

    /** A connection of the caller's own, outside the pool; it closes it. */
    public Connection open() throws SQLException {
        return ConfiguredDataSource.open(configuration);
    }

    /** Whether other nodes may use it: PostgreSQL, or else the embedded one. */
    public boolean isShared() {
        return !configuration.text(Setting.DATABASE_URL).isEmpty();
    }

    /** As {@link #isShared()}, for SQL that the two databases need written otherwise. */
    public static boolean isShared(Handle handle) {
        return Boolean.TRUE.equals(handle.getConfig(SqlStatements.class).getAttribute(SHARED));
    }

    /** Does a transaction once more if another node wrote the same row first: of nodes that start at once, one is the first. */
    public <T> T again(Supplier<T> transaction) {
        try {
            return transaction.get();
        } catch (JdbiException failed) {
            if (failed.getCause() instanceof SQLException cause && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
                return transaction.get();
            }
            throw failed;
        }
    }

    /**
     * Does what a node begins with.
     *
     * @throws DatabaseAway if the shared database is lost in the middle of it
     */
    public void beginning(Runnable steps) {
        try {
            steps.run();
        } catch (JdbiException failed) {
            throw errorBehind(failed).filter(error -> isShared() && isOf(AWAY, error))
                    .<RuntimeException>map(error -> new DatabaseAway("The database was lost at the start (" + error.getMessage().replaceAll("\\s+", " ") + ").", failed)).orElse(failed);
        }
    }

    /** What the database, or its driver, said that led to this; empty if it was neither. */
    public static Optional<SQLException> errorBehind(Throwable failed) {
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause).filter(SQLException.class::isInstance).map(SQLException.class::cast).findFirst();
    }

    /** Whether the database refused what was to be written, and said so: then nothing of that transaction took place. */
    public static boolean isOfData(SQLException error) {
        return isOf(DATA, error);
    }

    private static boolean isOf(Set<String> classes, SQLException error) {
        return classes.stream().anyMatch(String.valueOf(error.getSQLState())::startsWith);
    }

    @Override
    public String name() {
        return "database";
    }

    /** Up once the schema is there; that an outage came later is seen in the lease and the tick. */
    @Override
    public Health health() {
        return new Health(migrated, Map.of("shared", isShared()));
    }

    /** Closes the embedded database's files, whoever still holds a connection, and takes the drivers out of the process's registry. */
    public void close() throws SQLException {
        try {
            if (!isShared()) {
                try (var connection = open(); var statement = connection.createStatement()) {
                    statement.execute("SHUTDOWN");
                }
            }
        } finally {
            var drivers = DriverManager.getDrivers();
            while (drivers.hasMoreElements()) {
                var driver = drivers.nextElement();
                if (driver.getClass().getClassLoader() == Database.class.getClassLoader()) {
                    DriverManager.deregisterDriver(driver);
                }
            }
        }
    }
}
