package org.carillon.configuration;

import java.sql.Connection;
import java.sql.SQLException;

/** What a database that cannot be opened means: a setting that is wrong, or one that is not there yet. Has no state. */
final class Refusal {

    /** {@code SKIP LOCKED} is older; what is older than this gets no more corrections of its makers. */
    static final int MIN_POSTGRESQL = 13;

    /** H2's code for a file that another process has open. */
    private static final int DATABASE_ALREADY_OPEN = 90020;

    private Refusal() {
    }

    /** @throws InvalidSetting if this PostgreSQL is too old */
    static void requireVersion(Connection connection, Configuration settings) throws SQLException {
        var about = connection.getMetaData();
        if (!settings.text(Setting.DATABASE_URL).isEmpty() && about.getDatabaseMajorVersion() < MIN_POSTGRESQL) {
            throw url("a database of PostgreSQL " + MIN_POSTGRESQL + " or later, and this one is " + about.getDatabaseProductVersion(), null);
        }
    }

    static RuntimeException of(SQLException cause, Configuration settings) {
        if (settings.text(Setting.DATABASE_URL).isEmpty()) {
            return embedded(cause, settings);
        }
        var message = cause.getMessage().replaceAll("\\s+", " ");
        var state = String.valueOf(cause.getSQLState());
        return switch (state.substring(0, 2)) {
            case "28" -> new InvalidSetting(Setting.DATABASE_USER.key(), settings.text(Setting.DATABASE_USER),
                    "a user whom the database lets in with the password of " + Setting.DATABASE_PASSWORD.key() + " (" + message + ")", cause);
            case "3D", "42" -> url("a database that exists and that this user may use (" + message + ")", cause);
            default -> new DatabaseAway("The database of " + Setting.DATABASE_URL.key() + " cannot be reached (" + message + ").", cause);
        };
    }

    private static InvalidSetting url(String allowed, SQLException cause) {
        return new InvalidSetting(Setting.DATABASE_URL.key(), InvalidSetting.SECRET, allowed, cause);
    }

    private static InvalidSetting embedded(SQLException cause, Configuration settings) {
        var allowed = cause.getErrorCode() == DATABASE_ALREADY_OPEN
                ? "a folder that no other process uses: end that one, or name another folder"
                : "a folder that this process may write to (" + cause.getMessage() + ")";
        return new InvalidSetting(Setting.DATABASE_DIRECTORY.key(), settings.text(Setting.DATABASE_DIRECTORY), allowed, cause);
    }
}
