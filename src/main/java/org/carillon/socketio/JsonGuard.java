package org.carillon.socketio;

import jakarta.json.JsonException;
import org.carillon.access.BoundedJson;
import org.carillon.engineio.ProtocolException;

/** What no client's JSON may have, in this protocol's words. Has no state. */
final class JsonGuard {

    static final int MAX_DEPTH = BoundedJson.MAX_DEPTH;
    static final int MAX_NUMBER = BoundedJson.MAX_NUMBER;

    private JsonGuard() {
    }

    /** @throws ProtocolException if the text is nested too deeply or has a number that is too long */
    static void check(String json) {
        try {
            BoundedJson.check(json);
        } catch (JsonException refused) {
            throw new ProtocolException(refused.getMessage(), refused);
        }
    }
}
