package org.carillon.api;

import jakarta.json.JsonValue;

/** Thrown by an {@link OnConnect} method: the client gets a CONNECT_ERROR with this message and data, and is not in. */
public class ConnectionRefused extends RuntimeException {

    private final transient JsonValue data;

    public ConnectionRefused(String message) {
        this(message, null);
    }

    /** @param data what the client finds in {@code error.data}; null for nothing */
    public ConnectionRefused(String message, JsonValue data) {
        // Without a stack trace: refusing is no failure, and a client must not be able to make the server spend time on one.
        super(message, null, false, false);
        this.data = data;
    }

    /** Null if there is none. */
    public JsonValue data() {
        return data;
    }
}
