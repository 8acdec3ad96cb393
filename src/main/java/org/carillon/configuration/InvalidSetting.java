package org.carillon.configuration;

/** A setting that cannot be used; the message is one line that names the key, the value and what is allowed. */
public class InvalidSetting extends RuntimeException {

    public InvalidSetting(String key, String value, String allowed, Throwable cause) {
        super("The setting " + key + " is '" + value.replaceAll("\\p{Cntrl}", "?") + "'; allowed is " + allowed + ".", cause);
    }
}
