package org.carillon.configuration;

/** A setting that cannot be used; the message is one line that names the key, the value and what is allowed. */
public class InvalidSetting extends RuntimeException {

    public InvalidSetting(String key, String value, String allowed, Throwable cause) {
        super("The setting " + key + " is '" + value.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?") + "'; allowed is " + allowed + ".", cause);
    }
}
