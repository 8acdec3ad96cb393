package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The part of JSON Schema that the OpenAPI document uses, as assertions. Has no state. */
final class Schemas {

    private Schemas() {
    }

    /** That a value is what a schema says; an object whose properties are listed has no others. */
    static void require(OpenApi document, JsonObject referring, JsonValue value, String path) {
        var schema = document.resolved(referring);
        if (schema.containsKey("type")) {
            assertEquals(schema.getString("type"), type(value, schema.getString("type")), path + " is " + value);
        }
        if (schema.containsKey("enum")) {
            assertTrue(schema.getJsonArray("enum").contains(value), path + " is " + value + " and none of " + schema.getJsonArray("enum"));
        }
        format(schema.getString("format", ""), value);
        if (value instanceof JsonArray array && schema.containsKey("items")) {
            array.forEach(entry -> require(document, schema.getJsonObject("items"), entry, path + "[]"));
        }
        if (value instanceof JsonObject object && schema.containsKey("properties")) {
            var said = schema.getJsonObject("properties");
            assertTrue(said.keySet().containsAll(object.keySet()), path + " has " + object.keySet() + ", of which openapi.json says " + said.keySet());
            assertTrue(object.keySet().containsAll(strings(schema, "required")), path + " lacks some of " + schema.get("required") + ": " + object);
            object.forEach((name, inner) -> require(document, said.getJsonObject(name), inner, path + "." + name));
        }
    }

    /** That the document says of a record what the binder takes: the same names, types, formats and constants, all the way down. */
    static void requireSame(OpenApi document, JsonObject bound, JsonObject referring, Set<String> beside, String path) {
        var said = document.resolved(referring);
        assertEquals(bound.get("type"), said.get("type"), path);
        assertEquals(strings(bound, "enum"), strings(said, "enum"), path);
        if (!bound.getString("format", "").startsWith("int")) {
            assertEquals(bound.get("format"), said.get("format"), path);
        }
        if (bound.containsKey("items")) {
            requireSame(document, bound.getJsonObject("items"), said.getJsonObject("items"), Set.of(), path + "[]");
        }
        if (bound.containsKey("properties")) {
            var names = new HashSet<>(said.getJsonObject("properties").keySet());
            names.removeAll(beside);
            assertEquals(bound.getJsonObject("properties").keySet(), names, path);
            bound.getJsonObject("properties").forEach((name, inner) ->
                    requireSame(document, inner.asJsonObject(), said.getJsonObject("properties").getJsonObject(name), Set.of(), path + "." + name));
        }
    }

    static Set<String> strings(JsonObject schema, String name) {
        return schema.containsKey(name) ? new TreeSet<>(schema.getJsonArray(name).getValuesAs(JsonString::getString)) : Set.of();
    }

    private static String type(JsonValue value, String wanted) {
        return switch (value.getValueType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING -> "string";
            case TRUE, FALSE -> "boolean";
            case NULL -> "null";
            case NUMBER -> wanted.equals("integer") && ((JsonNumber) value).isIntegral() ? "integer" : "number";
        };
    }

    private static void format(String format, JsonValue value) {
        switch (format) {
            case "date-time" -> Instant.parse(((JsonString) value).getString());
            case "uuid" -> UUID.fromString(((JsonString) value).getString());
            default -> {
                // Nothing that an answer could get wrong.
            }
        }
    }
}
