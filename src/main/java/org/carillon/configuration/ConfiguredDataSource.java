package org.carillon.configuration;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The data source that the container pools: it reads {@code carillon.database.*} when it is asked for a connection, because
 * annotation values are constants and each vendor substitutes differently. Safe for use by several threads.
 */
public class ConfiguredDataSource implements DataSource {

    /**
     * A commit is on its way to the disk when it returns (H2's default forgets half a second of them on a kill), the
     * database is closed by {@link Database#close} alone, nobody waits longer than 5 s for a lock, and there is no trace file:
     * what H2 would write there is thrown as well.
     */
    private static final String H2_OPTIONS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=5000;TRACE_LEVEL_FILE=0";

    private String configuration;

    /** WildFly refuses a definition without a property; this is it. The value names the settings' prefix. */
    public void setConfiguration(String configuration) {
        this.configuration = configuration;
    }

    public String getConfiguration() {
        return configuration;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var h2 = new JdbcDataSource();
        h2.setURL(url(new Configuration().text(Setting.DATABASE_DIRECTORY)));
        return h2.getConnection();
    }

    /** WildFly calls this one with empty texts where no user is set. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
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
        // H2 logs through its own trace file; a writer from the container would only be a second place.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // A file is opened or refused at once.
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
