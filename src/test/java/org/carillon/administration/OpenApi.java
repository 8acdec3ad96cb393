package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The OpenAPI document, for tests that compare it with the code and with a server. Immutable. */
final class OpenApi {

    private final JsonObject document;

    private OpenApi(JsonObject document) {
        this.document = document;
    }

    static OpenApi read() {
        try (var file = OpenApiResource.class.getResourceAsStream("openapi.json"); var reader = Json.createReader(file)) {
            return new OpenApi(reader.readObject());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    JsonObject document() {
        return document;
    }

    /** Every operation by its method and path, such as {@code GET /api/tasks/{id}}. */
    Map<String, JsonObject> operations() {
        var all = new TreeMap<String, JsonObject>();
        document.getJsonObject("paths").forEach((path, item) -> item.asJsonObject().forEach((method, operation) ->
                all.put(method.toUpperCase(Locale.ROOT) + " " + path, operation.asJsonObject())));
        return all;
    }

    /** Its parameters, each with its place, such as {@code query limit}. */
    Set<String> parameters(JsonObject operation) {
        return !operation.containsKey("parameters") ? Set.of() : operation.getJsonArray("parameters").getValuesAs(JsonObject.class).stream().map(this::resolved)
                .map(parameter -> parameter.getString("in") + " " + parameter.getString("name")).collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> statuses(JsonObject operation) {
        return operation.getJsonObject("responses").keySet();
    }

    static Optional<JsonObject> example(JsonObject operation) {
        return Optional.ofNullable(operation.getJsonObject("requestBody")).map(body -> body.getJsonObject("content").getJsonObject("application/json").getJsonObject("example"));
    }

    boolean needsToken(JsonObject operation) {
        return !operation.getJsonArray("security").contains(JsonValue.EMPTY_JSON_OBJECT);
    }

    /** That an operation which the document has is answered with a status that it has. */
    void requireKnown(String method, String path, int status) {
        operations().forEach((operation, text) -> {
            if (matches(operation, method, path)) {
                assertTrue(statuses(text).contains(String.valueOf(status)), operation + " answered " + status + ", which openapi.json does not say");
            }
        });
    }

    /** That the body of an answer is what the document says of it, and has nothing that it does not say. */
    void requireSchema(String method, String path, int status, String body) {
        operations().forEach((operation, text) -> {
            if (matches(operation, method, path)) {
                var content = resolved(text.getJsonObject("responses").getJsonObject(String.valueOf(status))).getJsonObject("content");
                assertEquals(content == null, body.isEmpty(), operation + " has a body exactly if openapi.json says so");
                if (content != null) {
                    var schema = content.values().iterator().next().asJsonObject().getJsonObject("schema");
                    Schemas.require(this, schema, Api.parse(body), operation + " " + status);
                }
            }
        });
    }

    private static boolean matches(String operation, String method, String path) {
        var pattern = operation.substring(operation.indexOf(' ') + 1).replaceAll("\\{[a-z]+}", "[^/]+");
        return operation.startsWith(method + " ") && path.replaceAll("\\?.*", "").matches(pattern);
    }

    JsonObject resolved(JsonObject object) {
        return object.containsKey("$ref") ? document.getValue(object.getString("$ref").substring(1)).asJsonObject() : object;
    }
}
