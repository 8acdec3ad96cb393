package org.carillon.clients;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.api.Arguments;
import org.carillon.json.Json;

/** From Java values to what travels: JSON, and binary beside it. For one thread. */
public final class ArgumentWriter {

    /** Levels of a value: a longer chain is most likely a ring. */
    private static final int MAX_DEPTH = 32;

    private final List<ByteBuffer> attachments = new ArrayList<>();

    private ArgumentWriter() {
    }

    /** @throws IllegalArgumentException if a value is of a type that cannot travel */
    public static Arguments write(Object... values) {
        if (values == null) {
            // A caller's single null, which Java takes for the array.
            return write(new Object[] {null});
        }
        if (values.length == 1 && values[0] instanceof Arguments ready) {
            return ready;
        }
        var writer = new ArgumentWriter();
        var array = Json.createArrayBuilder();
        for (Object value : values) {
            array.add(writer.value(value, MAX_DEPTH));
        }
        return new Arguments(array.build(), writer.attachments);
    }

    /** @throws IllegalArgumentException if the value is of a type that cannot travel as JSON */
    static JsonValue json(Object value) {
        var writer = new ArgumentWriter();
        var json = writer.value(value, MAX_DEPTH);
        if (!writer.attachments.isEmpty()) {
            throw new IllegalArgumentException("An event to rooms has binary in it; it can have JSON only. Emit it to each client, or send a link.");
        }
        return json;
    }

    private JsonValue value(Object value, int depth) {
        if (depth == 0) {
            throw new IllegalArgumentException("A value is nested deeper than " + MAX_DEPTH + ", or contains itself.");
        }
        if (value == null) {
            return JsonValue.NULL;
        }
        if (value instanceof JsonValue json) {
            return json;
        }
        if (value instanceof Optional<?> optional) {
            return value(optional.orElse(null), depth);
        }
        if (value instanceof Boolean bool) {
            return bool ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (value instanceof CharSequence || value instanceof Enum<?> || value instanceof Character) {
            return Json.createValue(value.toString());
        }
        return value instanceof Number number ? number(number) : composite(value, depth);
    }

    private static JsonValue number(Number number) {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            return Json.createValue(number.longValue());
        }
        if (number instanceof BigDecimal decimal) {
            return Json.createValue(decimal);
        }
        if (number instanceof BigInteger integer) {
            return Json.createValue(integer);
        }
        double real = number.doubleValue();
        if (Double.isNaN(real) || Double.isInfinite(real)) {
            throw new IllegalArgumentException(real + " is not a number that JSON has.");
        }
        return Json.createValue(real);
    }

    private JsonValue composite(Object value, int depth) {
        if (value instanceof byte[] bytes) {
            return placeholder(ByteBuffer.wrap(bytes));
        }
        if (value instanceof ByteBuffer buffer) {
            return placeholder(buffer);
        }
        if (value instanceof Collection<?> items) {
            JsonArrayBuilder array = Json.createArrayBuilder();
            items.forEach(item -> array.add(value(item, depth - 1)));
            return array.build();
        }
        var object = Json.createObjectBuilder();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> object.add(String.valueOf(key), value(item, depth - 1)));
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                object.add(component.getName(), value(read(component, value), depth - 1));
            }
        } else {
            throw new IllegalArgumentException("A " + value.getClass().getName() + " cannot be sent. Use a JsonValue, text, a number, a record, a list, a map or bytes.");
        }
        return object.build();
    }

    private JsonValue placeholder(ByteBuffer attachment) {
        // A copy, because it is sent later and the caller may use its own again.
        attachments.add(ByteBuffer.allocate(attachment.remaining()).put(attachment.duplicate()).flip());
        return Json.createObjectBuilder().add("_placeholder", true).add("num", attachments.size() - 1).build();
    }

    private static Object read(RecordComponent component, Object value) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalArgumentException("The component " + component.getName() + " of a " + value.getClass().getName() + " cannot be read.", impossible);
        }
    }
}
