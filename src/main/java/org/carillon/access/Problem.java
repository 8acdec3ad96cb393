package org.carillon.access;

import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.carillon.json.Json;

/**
 * What an HTTP call is told that is not answered as it wished: problem details by RFC 9457. Immutable.
 *
 * @param status HTTP status
 * @param field  the field at fault, such as {@code trigger.cron}; null if it is none
 * @param detail one sentence for people that says what to change; never anything of the code's inside
 */
public record Problem(int status, String field, String detail) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad request"), Map.entry(401, "Unauthorized"), Map.entry(403, "Forbidden"), Map.entry(404, "Not found"),
            Map.entry(405, "Method not allowed"), Map.entry(406, "Not acceptable"), Map.entry(409, "Conflict"), Map.entry(412, "Precondition failed"),
            Map.entry(413, "Content too large"), Map.entry(415, "Unsupported media type"), Map.entry(428, "Precondition required"),
            Map.entry(429, "Too many requests"), Map.entry(500, "Internal server error"), Map.entry(503, "Service unavailable"));

    public static Problem of(int status, String detail) {
        return new Problem(status, null, detail);
    }

    public String title() {
        return TITLES.getOrDefault(status, "HTTP " + status);
    }

    public JsonObject json() {
        var json = Json.createObjectBuilder().add("title", title()).add("status", status).add("detail", detail);
        if (field != null) {
            json.add("field", field);
        }
        return json.build();
    }

    /** Answers a request that no resource has seen. */
    void answer(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().print(json());
    }
}
