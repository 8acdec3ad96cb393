package org.carillon.binding;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.json.Json;

/**
 * Makes records of JSON objects and JSON objects of records. A component is a text, a whole or other number, a boolean, an
 * enum, a duration, an instant, a JSON value, a record or a list of these; JSON's null and an absent field are Java's null,
 * which a primitive component refuses. What else must hold is the record's constructor's to say. Has no state.
 */
public final class Binder {

    /** Records within records; more is a record that holds itself. */
    static final int MAX_DEPTH = 8;

    private Binder() {
    }

    /** @throws InvalidField for the first field that does not fit */
    public static <R extends Record> R bind(Class<R> type, JsonObject json) {
        return bind(type, json, "", 0);
    }

    /** The object without the fields that the record does not have, each told with its path: what a later version has written. */
    public static JsonObject known(Class<?> type, JsonObject json, Consumer<String> unknown) {
        var known = Json.createObjectBuilder();
        var components = Arrays.stream(type.getRecordComponents()).collect(Collectors.toMap(RecordComponent::getName, RecordComponent::getType));
        json.forEach((name, value) -> {
            var component = components.get(name);
            if (component == null) {
                unknown.accept(name);
            } else {
                known.add(name, component.isRecord() && value instanceof JsonObject nested ? known(component, nested, below -> unknown.accept(join(name, below))) : value);
            }
        });
        return known.build();
    }

    /** The record as an object; what is null is left out. */
    public static JsonObject toJson(Record bound) {
        var object = Json.createObjectBuilder();
        for (RecordComponent component : bound.getClass().getRecordComponents()) {
            var value = read(component, bound);
            if (value != null) {
                object.add(component.getName(), toJson(value));
            }
        }
        return object.build();
    }

    private static <R extends Record> R bind(Class<R> type, JsonObject json, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw new InvalidField(path, "is nested deeper than " + MAX_DEPTH + " objects");
        }
        var components = type.getRecordComponents();
        var names = Arrays.stream(components).map(RecordComponent::getName).toList();
        json.keySet().stream().filter(key -> !names.contains(key)).findFirst().ifPresent(key -> {
            throw new InvalidField(join(path, key), "means nothing; allowed are " + String.join(", ", names));
        });
        var values = new ArrayList<Object>();
        for (RecordComponent component : components) {
            var field = join(path, component.getName());
            var value = json.getOrDefault(component.getName(), JsonValue.NULL);
            if (value == JsonValue.NULL && component.getType().isPrimitive()) {
                throw new InvalidField(field, "is missing");
            }
            values.add(value == JsonValue.NULL ? null : value(component.getGenericType(), value, field, depth));
        }
        return make(constructor(type), values, path);
    }

    private static Object value(Type type, JsonValue json, String path, int depth) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return list(list.getActualTypeArguments()[0], json, path, depth);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("The type " + type + " of '" + path + "' cannot be bound.");
        }
        if (plain.isRecord()) {
            return bind(plain.asSubclass(Record.class), object(json, path), path, depth + 1);
        }
        if (plain.isEnum()) {
            return constant(plain, json, path);
        }
        return scalar(plain, json, path);
    }

    private static Object scalar(Class<?> type, JsonValue json, String path) {
        if (JsonValue.class.isAssignableFrom(type)) {
            return type == JsonObject.class ? object(json, path) : json;
        }
        return switch (type.getSimpleName()) {
            case "String" -> text(json, path, "a text", text -> text);
            case "int", "Integer" -> number(json, path, "a whole number of 32 bits", number -> number.bigDecimalValue().intValueExact());
            case "long", "Long" -> number(json, path, "a whole number of 64 bits", number -> number.bigDecimalValue().longValueExact());
            case "double", "Double" -> number(json, path, "a number", Binder::finite);
            case "boolean", "Boolean" -> bool(json, path);
            case "Duration" -> text(json, path, "an ISO-8601 duration such as PT5S", Duration::parse);
            case "Instant" -> text(json, path, "an ISO-8601 instant such as 2026-07-01T12:00:00Z", Instant::parse);
            default -> throw new IllegalArgumentException("The type " + type.getName() + " of '" + path + "' cannot be bound.");
        };
    }

    private static List<Object> list(Type of, JsonValue json, String path, int depth) {
        if (!(json instanceof JsonArray array)) {
            throw new InvalidField(path, "must be a list");
        }
        var values = new ArrayList<Object>();
        for (int i = 0; i < array.size(); i++) {
            var field = path + "[" + i + "]";
            if (array.get(i) == JsonValue.NULL) {
                throw new InvalidField(field, "must not be null");
            }
            values.add(value(of, array.get(i), field, depth));
        }
        return List.copyOf(values);
    }

    private static JsonObject object(JsonValue json, String path) {
        if (json instanceof JsonObject object) {
            return object;
        }
        throw new InvalidField(path, "must be an object");
    }

    private static Object constant(Class<?> type, JsonValue json, String path) {
        var allowed = "one of " + Stream.of(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
        return text(json, path, allowed, text -> Stream.of(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(text)).findFirst().orElseThrow());
    }

    private static Object text(JsonValue json, String path, String allowed, Function<String, Object> parse) {
        return parsed(json instanceof JsonString text ? text.getString() : null, path, allowed, parse);
    }

    private static Object number(JsonValue json, String path, String allowed, Function<JsonNumber, Object> parse) {
        return parsed(json instanceof JsonNumber number ? number : null, path, allowed, parse);
    }

    private static <T> Object parsed(T found, String path, String allowed, Function<T, Object> parse) {
        try {
            if (found != null) {
                return parse.apply(found);
            }
        } catch (RuntimeException wrong) {
            throw (InvalidField) new InvalidField(path, "must be " + allowed).initCause(wrong);
        }
        throw new InvalidField(path, "must be " + allowed);
    }

    private static Object finite(JsonNumber number) {
        double value = number.doubleValue();
        if (Double.isInfinite(value)) {
            throw new ArithmeticException("too large");
        }
        return value;
    }

    private static Object bool(JsonValue json, String path) {
        if (json.getValueType() == ValueType.TRUE || json.getValueType() == ValueType.FALSE) {
            return json.getValueType() == ValueType.TRUE;
        }
        throw new InvalidField(path, "must be true or false");
    }

    private static JsonValue toJson(Object value) {
        if (value instanceof JsonValue json) {
            return json;
        } else if (value instanceof Record nested) {
            return toJson(nested);
        } else if (value instanceof List<?> list) {
            var array = Json.createArrayBuilder();
            list.forEach(each -> array.add(toJson(each)));
            return array.build();
        } else if (value instanceof Boolean bool) {
            return bool ? JsonValue.TRUE : JsonValue.FALSE;
        } else if (value instanceof Integer || value instanceof Long) {
            return Json.createValue(((Number) value).longValue());
        } else if (value instanceof Double number) {
            return Json.createValue(number);
        } else if (value instanceof Enum<?> constant) {
            return Json.createValue(constant.name());
        }
        return Json.createValue(value.toString());
    }

    private static <R extends Record> Constructor<R> constructor(Class<R> type) {
        try {
            var constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static <R extends Record> R make(Constructor<R> constructor, List<Object> values, String path) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof InvalidField inner) {
                throw inner.below(path);
            }
            throw (InvalidField) new InvalidField(path, "is refused: " + String.valueOf(refused.getCause().getMessage()).replaceAll("\\.$", "")).initCause(refused.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Object read(RecordComponent component, Record from) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(from);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
    }
}
