package org.carillon.socketio;

import java.util.HashMap;
import java.util.Map;
import org.carillon.api.Client;

/** What users' code keeps for one client, bounded. Safe for use by several threads. */
final class Attributes {

    private final Map<String, Object> values = new HashMap<>();

    synchronized Object get(String name) {
        return values.get(name);
    }

    /** @throws IllegalStateException if there are too many */
    synchronized void put(String name, Object value) {
        if (value == null) {
            values.remove(name);
        } else if (values.size() >= Client.MAX_ATTRIBUTES && !values.containsKey(name)) {
            throw new IllegalStateException("A client has " + Client.MAX_ATTRIBUTES + " attributes; forget one before " + name + " is kept.");
        } else {
            values.put(name, value);
        }
    }
}
