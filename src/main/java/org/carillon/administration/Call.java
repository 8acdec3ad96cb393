package org.carillon.administration;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.carillon.access.BoundedJson;
import org.carillon.access.Visitor;
import org.carillon.audit.Actor;

/** One call: who makes it and what its body is. The body is read from the request itself, because JAX-RS readers differ in what they refuse and how. */
@RequestScoped
public class Call {

    /** Bytes of a body: four times what a definition may have, for those who indent. */
    static final int MAX_BODY = 262_144;

    /** Bytes of a refused body that are read and thrown away, so that the client gets the answer and not a broken connection. */
    private static final int MAX_DRAINED = 32 << 20;

    private HttpServletRequest request;

    @Inject
    void use(HttpServletRequest request) {
        this.request = request;
    }

    public Actor actor() {
        return Actor.admin(Visitor.addressOf(request));
    }

    /** The body, which must be one JSON object. */
    public JsonObject object() {
        var text = text();
        if (text.isBlank()) {
            throw new Refused(400, "The body is missing; it must be a JSON object.");
        }
        return parse(text, request.getContentType());
    }

    /** The body, which must be one JSON object: a merge patch, whether it says so or is just JSON. */
    public JsonObject patch() {
        var type = request.getContentType();
        var text = text();
        if (text.isBlank()) {
            throw new Refused(400, "The body is missing; it must be a JSON object.");
        }
        return parse(text, type == null ? null : type.replaceFirst("(?i)^\\s*application/merge-patch\\+json", "application/json"));
    }

    /** The body, or an empty object if there is none. */
    public JsonObject objectOrEmpty() {
        var text = text();
        return text.isBlank() ? JsonValue.EMPTY_JSON_OBJECT : parse(text, request.getContentType());
    }

    static JsonObject parse(String text, String contentType) {
        if (contentType == null || !contentType.strip().toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?")) {
            throw new Refused(415, "The body must be JSON, said by the header Content-Type: application/json.");
        }
        try {
            if (BoundedJson.parse(text) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException wrong) {
            throw new Refused(400, "The body must be a JSON object; this is " + wrong.getMessage() + ".");
        }
        throw new Refused(400, "The body must be a JSON object.");
    }

    private String text() {
        try (var body = request.getInputStream()) {
            return decode(read(body, request.getContentLengthLong()));
        } catch (IOException broken) {
            throw new Refused(400, "The body could not be read to its end.");
        }
    }

    static byte[] read(InputStream body, long length) throws IOException {
        var bytes = length > MAX_BODY ? new byte[0] : body.readNBytes(MAX_BODY + 1);
        if (length > MAX_BODY || bytes.length > MAX_BODY) {
            drain(body);
            throw new Refused(413, "The body has more than " + MAX_BODY + " bytes; keep data where the handler can fetch it.");
        }
        return bytes;
    }

    private static void drain(InputStream body) {
        try {
            var waste = new byte[8_192];
            int drained = 0;
            for (int count = body.read(waste); count >= 0 && drained < MAX_DRAINED; count = body.read(waste)) {
                drained += count;
            }
        } catch (IOException ended) {
            // The client has gone, or the server has a limit of its own: the answer is the same.
        }
    }

    static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            throw new Refused(400, "The body is not UTF-8.");
        }
    }
}
