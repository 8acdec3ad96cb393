package org.carillon.administration;

import jakarta.json.JsonValue;
import java.util.Map;

/**
 * A document of a file, and where in it each field is. Immutable.
 *
 * @param lines from 1, by the field's path, such as {@code [2].trigger.cron}
 */
record Located(JsonValue value, Map<String, Integer> lines) {

    /** Levels of lists and objects: a definition has at most five of its own, and parameters a few. */
    static final int MAX_DEPTH = 32;

    /** The line of a field, or else of what it is in. */
    int line(String path) {
        for (var known = path; !known.isEmpty(); known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))))) {
            var line = lines.get(known);
            if (line != null) {
                return line;
            }
        }
        return 0;
    }

    static String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
