package org.carillon.api;

import jakarta.json.JsonValue;

/**
 * Thrown by an {@link OnEvent} method to tell the client why its event is not served. The client gets the object
 * {@code {"error": {"code": …, "message": …, "event": …, "data": …}}} as the acknowledgement or, if it asked for none, as the one
 * argument of the event {@code exception}.
 *
 * <p>Carillon answers in the same form with the codes {@code invalid_arguments} (one is missing or of the wrong type), {@code
 * unknown_event} (nobody handles it; only if an acknowledgement was asked for), {@code failed} (the handler threw something
 * else) and {@code refused} for this exception.
 */
public class EventRefused extends RuntimeException {

    private final transient JsonValue data;

    public EventRefused(String message) {
        this(message, null);
    }

    /** @param data what the client finds beside the message; null for nothing */
    public EventRefused(String message, JsonValue data) {
        super(message, null, false, false);
        this.data = data;
    }

    /** Null if there is none. */
    public JsonValue data() {
        return data;
    }
}
