package org.carillon.audit;

import java.nio.file.Path;

/**
 * Who changes something. Immutable.
 *
 * @param name    of the token or of the way
 * @param address the peer's, or the file's name
 */
public record Actor(String name, String address) {

    private static final int MAX_ADDRESS = 255;

    public static Actor admin(String address) {
        return new Actor("admin", address);
    }

    /** A deployment, by the annotations of its handlers. */
    public static Actor deployment() {
        return new Actor("deployment", "annotations");
    }

    /** A deployment, by its settings. */
    public static Actor settings() {
        return new Actor("deployment", "settings");
    }

    public static Actor file(Path file) {
        var name = String.valueOf(file.getFileName());
        return new Actor("file", name.length() <= MAX_ADDRESS ? name : name.substring(0, MAX_ADDRESS));
    }

    /** For the history of a run. */
    @Override
    public String toString() {
        return name + " from " + address;
    }
}
