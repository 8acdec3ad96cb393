package org.carillon.clients;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From what a client sent to a value of one Java type. Built once for each parameter, so that a type that cannot be bound is
 * found at start. Immutable.
 */
@FunctionalInterface
interface Binder {

    /**
     * @param value       null if missing
     * @param attachments what placeholders stand for
     * @param where       names the value in a message to the client
     * @throws InvalidArgument if the value is not of the type
     */
    Object bind(JsonValue value, List<ByteBuffer> attachments, String where);

    /** @throws IllegalArgumentException if nothing a client sends could become this type */
    static Binder of(Type type) {
        return of(type, 8);
    }

    private static Binder of(Type type, int depth) {
        if (depth == 0) {
            throw new IllegalArgumentException("records nested too deeply");
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            var inner = of(generic.getActualTypeArguments()[0], depth - 1);
            return (value, attachments, where) -> isMissing(value) ? Optional.empty() : Optional.of(inner.bind(value, attachments, where));
        }
        var present = present(type, depth);
        return (value, attachments, where) -> {
            if (value == null) {
                throw new InvalidArgument(where + " is missing.");
            }
            return present.bind(value, attachments, where);
        };
    }

    private static boolean isMissing(JsonValue value) {
        return value == null || value.getValueType() == ValueType.NULL;
    }

    private static Binder present(Type type, int depth) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return list(of(generic.getActualTypeArguments()[0], depth - 1));
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("a parameter of type " + type.getTypeName());
        }
        if (JsonValue.class.isAssignableFrom(plain)) {
            return (value, attachments, where) -> require(plain.isInstance(value), value, where, plain.getSimpleName());
        }
        if (plain.isRecord()) {
            return record(plain, depth);
        }
        return plain.isEnum() ? constant(plain) : scalar(plain);
    }

    private static Binder scalar(Class<?> type) {
        if (type == String.class) {
            return (value, attachments, where) -> ((JsonString) require(value instanceof JsonString, value, where, "text")).getString();
        }
        if (type == boolean.class || type == Boolean.class) {
            return (value, attachments, where) -> require(isBoolean(value), value, where, "true or false").getValueType() == ValueType.TRUE;
        }
        if (type == int.class || type == Integer.class) {
            return (value, attachments, where) -> (int) whole(value, where, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return (value, attachments, where) -> whole(value, where, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return Binder::real;
        }
        if (type == ByteBuffer.class) {
            return Binder::attachment;
        }
        if (type == byte[].class) {
            return (value, attachments, where) -> {
                var buffer = attachment(value, attachments, where).duplicate();
                var bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                return bytes;
            };
        }
        throw new IllegalArgumentException("a parameter of type " + type.getTypeName());
    }

    private static boolean isBoolean(JsonValue value) {
        return value.getValueType() == ValueType.TRUE || value.getValueType() == ValueType.FALSE;
    }

    private static long whole(JsonValue value, String where, long min, long max) {
        var wanted = "a whole number from " + min + " to " + max;
        var number = (JsonNumber) require(value instanceof JsonNumber, value, where, wanted);
        try {
            long whole = number.bigDecimalValue().longValueExact();
            require(whole >= min && whole <= max, value, where, wanted);
            return whole;
        } catch (ArithmeticException notWhole) {
            throw new InvalidArgument(where + " must be " + wanted + ".");
        }
    }

    private static Object real(JsonValue value, List<ByteBuffer> attachments, String where) {
        double real = ((JsonNumber) require(value instanceof JsonNumber, value, where, "a number")).doubleValue();
        require(!Double.isInfinite(real), value, where, "a number below 1.8e308");
        return real;
    }

    private static ByteBuffer attachment(JsonValue value, List<ByteBuffer> attachments, String where) {
        boolean stands = value instanceof JsonObject object && object.size() == 2 && object.getBoolean("_placeholder", false)
                && object.get("num") instanceof JsonNumber;
        require(stands && !attachments.isEmpty(), value, where, "binary");
        int at = ((JsonObject) value).getInt("num");
        require(at >= 0 && at < attachments.size(), value, where, "binary");
        return attachments.get(at);
    }

    private static Binder list(Binder items) {
        return (value, attachments, where) -> {
            var array = (JsonArray) require(value instanceof JsonArray, value, where, "a list");
            var list = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                list.add(items.bind(array.get(i), attachments, where + "[" + i + "]"));
            }
            return List.copyOf(list);
        };
    }

    private static Binder constant(Class<?> type) {
        var constants = new LinkedHashMap<String, Object>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
        return (value, attachments, where) -> {
            var constant = value instanceof JsonString name ? constants.get(name.getString()) : null;
            require(constant != null, value, where, "one of " + constants.keySet());
            return constant;
        };
    }

    private static Binder record(Class<?> type, int depth) {
        Map<String, Binder> components = new LinkedHashMap<>();
        var types = new ArrayList<Class<?>>();
        for (var component : type.getRecordComponents()) {
            components.put(component.getName(), of(component.getGenericType(), depth - 1));
            types.add(component.getType());
        }
        try {
            var constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return (value, attachments, where) -> {
                var object = (JsonObject) require(value instanceof JsonObject, value, where, "an object");
                var values = new ArrayList<>();
                components.forEach((name, binder) -> values.add(binder.bind(object.get(name), attachments, where + "." + name)));
                return create(constructor, values, where);
            };
        } catch (NoSuchMethodException impossible) {
            throw new IllegalArgumentException("the record " + type.getName(), impossible);
        }
    }

    private static Object create(Constructor<?> constructor, List<Object> values, String where) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException refused) {
            // The record checks its own values: what it says is for whoever sent them. Anything else is a mistake of the record's.
            var message = refused.getCause() instanceof IllegalArgumentException argument ? ": " + argument.getMessage() : ".";
            throw new InvalidArgument(where + " is not valid" + message);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonValue require(boolean right, JsonValue value, String where, String wanted) {
        if (!right) {
            throw new InvalidArgument(where + " must be " + wanted + ".");
        }
        return value;
    }
}
