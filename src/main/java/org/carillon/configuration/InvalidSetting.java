package org.carillon.configuration;

/**
 * A setting that cannot be used; the message is one line that names the key, the value and what is allowed. It has no stack
 * trace, because the place in the code is no news to an operator and the containers print it twice.
 */
public class InvalidSetting extends RuntimeException {

    /** Stands for a value that may hold a password. */
    static final String SECRET = "(not shown)";

    /** @param cause null if it says no more than the message */
    public InvalidSetting(String key, String value, String allowed, Throwable cause) {
        super("The setting " + key + " is '" + value.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?") + "'; allowed is " + allowed + ".", cause, false, false);
    }
}
