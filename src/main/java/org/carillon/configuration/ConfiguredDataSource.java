package org.carillon.configuration;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The data source that the container pools: it reads {@code carillon.database.*} when it is asked for a connection, because
 * annotation values are constants and each vendor substitutes differently. Safe for use by several threads.
 */
public class ConfiguredDataSource implements DataSource {

    /**
     * A commit is on its way to the disk when it returns (H2's default forgets half a second of them on a kill), the
     * database is closed by {@link Database#close} alone, nobody waits longer than 5 s for a lock, and there is no trace file:
     * what H2 would write there is thrown as well. A connection keeps every statement of the road parsed; H2's default is eight.
     */
    private static final String H2_OPTIONS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=5000;TRACE_LEVEL_FILE=0;QUERY_CACHE_SIZE=64";

    /**
     * What PostgreSQL's driver is told, unless the URL says otherwise. To find a silent connection (2 s) and to wait in vain for
     * a new one (7 s) take no longer than a node believes in its lease. A node that stops in the middle of a transaction must not keep the others from theirs: the server ends it after 5 s.
     */
    private static final Map<String, String> POSTGRESQL_OPTIONS = Map.of(
            "ApplicationName", "Carillon",
            "connectTimeout", "5",
            "socketTimeout", "7",
            "tcpKeepAlive", "true",
            "reWriteBatchedInserts", "true",
            "options", "-c lock_timeout=5s -c idle_in_transaction_session_timeout=5s");

    private String configuration;

    /** WildFly refuses a definition without a property; this is it. The value names the settings' prefix. */
    public void setConfiguration(String configuration) {
        this.configuration = configuration;
    }

    public String getConfiguration() {
        return configuration;
    }

    /** A connection for the pool: it finds out by itself whether it still works, because neither server does. */
    @Override
    public Connection getConnection() throws SQLException {
        var settings = new Configuration();
        return settings.text(Setting.DATABASE_URL).isEmpty() ? open(settings) : ValidatedConnection.of(() -> open(settings));
    }

    /** WildFly calls this one with empty texts where no user is set. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    /** A connection as the driver makes it, which the caller closes. */
    static Connection open(Configuration settings) throws SQLException {
        var url = settings.text(Setting.DATABASE_URL);
        if (url.isEmpty()) {
            var h2 = new JdbcDataSource();
            h2.setURL(url(settings.text(Setting.DATABASE_DIRECTORY)));
            return h2.getConnection();
        }
        return postgresql(url, settings.text(Setting.DATABASE_USER), settings.text(Setting.DATABASE_PASSWORD)).getConnection();
    }

    static PGSimpleDataSource postgresql(String url, String user, String password) throws SQLException {
        var source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser(user.isEmpty() ? null : user);
        source.setPassword(password.isEmpty() ? null : password);
        var said = Driver.parseURL(url, null);
        for (var option : POSTGRESQL_OPTIONS.entrySet()) {
            if (said == null || !said.containsKey(option.getKey())) {
                source.setProperty(option.getKey(), option.getValue());
            }
        }
        return source;
    }

    static String url(String directory) {
        return "jdbc:h2:file:" + Path.of(directory).toAbsolutePath().resolve("carillon") + H2_OPTIONS;
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // What the drivers have to say is thrown; a writer from the container would only be a second place.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // A file is opened or refused at once, and for PostgreSQL the timeouts above hold.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("System.Logger is used.");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("This data source is no " + type.getName() + ".");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
