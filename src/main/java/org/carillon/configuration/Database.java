package org.carillon.configuration;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The one database: the container's pool over {@link ConfiguredDataSource}, and connections outside the pool for what must
 * not wait behind it. Safe for use by several threads.
 */
@DataSourceDefinition(
        name = Database.JNDI_NAME,
        className = "org.carillon.configuration.ConfiguredDataSource",
        minPoolSize = 0,
        initialPoolSize = 0,
        maxPoolSize = 8,
        properties = "configuration=carillon")
@Singleton
public class Database {

    static final String JNDI_NAME = "java:app/jdbc/carillon";

    /** H2's code for a file that another process has open. */
    private static final int DATABASE_ALREADY_OPEN = 90020;

    @Resource(lookup = JNDI_NAME)
    private DataSource pool;

    private Jdbi jdbi;

    /**
     * Creates or updates the schema; safe when several nodes do it at once.
     *
     * @throws InvalidSetting if the directory cannot be used
     */
    public void migrate() {
        try (var connection = open()) {
            connection.isValid(0);
        } catch (SQLException notOpen) {
            throw unusable(notOpen);
        }
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(new ConfiguredDataSource())
                .locations("classpath:org/carillon/schema")
                .load()
                .migrate();
        jdbi = Jdbi.create(pool);
    }

    /** Connections come from the pool. Null before {@link #migrate}. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** A connection of the caller's own, outside the pool; it closes it. */
    public Connection open() throws SQLException {
        return new ConfiguredDataSource().getConnection();
    }

    /** Closes the files, whoever still holds a connection, and takes the driver out of the process's registry. */
    public void close() throws SQLException {
        try (var connection = open(); var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
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

    private static InvalidSetting unusable(SQLException cause) {
        var allowed = cause.getErrorCode() == DATABASE_ALREADY_OPEN
                ? "a folder that no other process uses: end that one, or name another folder"
                : "a folder that this process may write to (" + cause.getMessage() + ")";
        return new InvalidSetting(Setting.DATABASE_DIRECTORY.key(), new Configuration().text(Setting.DATABASE_DIRECTORY), allowed, cause);
    }
}
