package org.carillon.administration;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Function;
import org.carillon.json.Json;

/** Answers of the calls: JSON that nobody keeps. Has no state. */
final class Answers {

    private Answers() {
    }

    static ResponseBuilder json(int status, JsonValue entity) {
        return Response.status(status).entity(entity.toString()).type(MediaType.APPLICATION_JSON + ";charset=UTF-8").header("Cache-Control", "no-store");
    }

    static Response ok(JsonValue entity) {
        return json(200, entity).build();
    }

    /**
     * A page of a list, with the key of the next one if this one is full.
     *
     * @param key what {@code after} must be to get what comes behind an entry
     */
    static <T> Response page(String name, List<T> entries, int limit, Function<T, JsonObject> entry, Function<T, String> key) {
        var list = Json.createArrayBuilder();
        entries.forEach(each -> list.add(entry.apply(each)));
        var page = Json.createObjectBuilder().add(name, list);
        if (entries.size() == limit) {
            page.add("next", key.apply(entries.get(limit - 1)));
        }
        return ok(page.build());
    }

    /** Leaves out what is not known. */
    static JsonObjectBuilder add(JsonObjectBuilder object, String name, Object value) {
        if (value instanceof JsonValue json) {
            object.add(name, json);
        } else if (value instanceof Boolean flag) {
            object.add(name, flag);
        } else if (value instanceof Number number) {
            object.add(name, number.longValue());
        } else if (value != null) {
            object.add(name, value.toString());
        }
        return object;
    }
}
