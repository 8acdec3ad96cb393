package org.carillon.engineio;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The refusals of Engine.IO, with the codes and texts of the reference server. All are answered with HTTP 400. */
enum EngineError {

    UNKNOWN_TRANSPORT(0, "Transport unknown"),
    UNKNOWN_SID(1, "Session ID unknown"),
    BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),
    BAD_REQUEST(3, "Bad request"),
    UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version");

    private final int code;
    private final String message;

    EngineError(int code, String message) {
        this.code = code;
        this.message = message;
    }

    void answer(HttpServletResponse response) throws IOException {
        answer(response, "");
    }

    /** @param hint for people, in plain characters; clients look at the code. Empty for none */
    void answer(HttpServletResponse response, String hint) throws IOException {
        begin(response);
        response.getWriter().print(body(hint.isEmpty() ? "" : ",\"hint\":\"" + hint + "\""));
    }

    /** Status and type, for who writes {@link #body} in a way of its own. */
    void begin(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType("application/json");
    }

    String body() {
        return body("");
    }

    private String body(String more) {
        return "{\"code\":" + code + ",\"message\":\"" + message + "\"" + more + "}";
    }
}
