package org.carillon.binding;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import org.carillon.json.Json;

/** The JSON Schema (2020-12) of what {@link Binder} makes a record of. Has no state. */
public final class Schema {

    private Schema() {
    }

    /** @throws IllegalArgumentException if a component has a type that cannot be bound, or a record holds itself */
    public static JsonObject of(Class<? extends Record> type) {
        return record(type, 0).build();
    }

    private static JsonObjectBuilder record(Class<?> type, int depth) {
        if (depth > Binder.MAX_DEPTH) {
            throw new IllegalArgumentException("The record " + type.getName() + " is nested deeper than " + Binder.MAX_DEPTH + " records.");
        }
        var properties = Json.createObjectBuilder();
        var required = Json.createArrayBuilder();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.add(component.getName(), value(component.getGenericType(), component.getName(), depth));
            if (component.getType().isPrimitive()) {
                required.add(component.getName());
            }
        }
        return typed("object").add("properties", properties).add("required", required).add("additionalProperties", false);
    }

    private static JsonObjectBuilder value(Type type, String name, int depth) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return typed("array").add("items", value(list.getActualTypeArguments()[0], name, depth));
        }
        if (type instanceof Class<?> plain) {
            if (plain.isRecord()) {
                return record(plain, depth + 1);
            }
            return plain.isEnum() ? constants(plain) : scalar(plain, name);
        }
        throw unbound(type, name);
    }

    private static JsonObjectBuilder constants(Class<?> type) {
        var names = Json.createArrayBuilder();
        for (Object constant : type.getEnumConstants()) {
            names.add(((Enum<?>) constant).name());
        }
        return typed("string").add("enum", names);
    }

    private static JsonObjectBuilder scalar(Class<?> type, String name) {
        if (JsonValue.class.isAssignableFrom(type)) {
            return type == JsonObject.class ? typed("object") : Json.createObjectBuilder();
        }
        return switch (type.getSimpleName()) {
            case "String" -> typed("string");
            case "int", "Integer" -> typed("integer").add("format", "int32");
            case "long", "Long" -> typed("integer").add("format", "int64");
            case "double", "Double" -> typed("number");
            case "boolean", "Boolean" -> typed("boolean");
            case "Duration" -> typed("string").add("format", "duration");
            case "Instant" -> typed("string").add("format", "date-time");
            default -> throw unbound(type, name);
        };
    }

    private static JsonObjectBuilder typed(String type) {
        return Json.createObjectBuilder().add("type", type);
    }

    private static IllegalArgumentException unbound(Type type, String name) {
        return new IllegalArgumentException("The type " + type.getTypeName() + " of '" + name + "' cannot be bound; use a text, a number, a boolean, an enum, a duration, an instant, a record or a list of these.");
    }
}
