package org.carillon.configuration;

/** The shared database cannot be reached now; whoever meets this tries again later. The message is one line. */
public class DatabaseAway extends RuntimeException {

    DatabaseAway(String message, Throwable cause) {
        super(message, cause);
    }
}
