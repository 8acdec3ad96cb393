package org.carillon.access;

import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.NoSuchElementException;
import org.carillon.json.Json;

/**
 * Looks at a client's JSON before a parser does: a deep nesting ends a recursive parser's stack, a long number a big-decimal's
 * patience. Takes one pass and no memory. Has no state.
 */
public final class BoundedJson {

    /** Levels of arrays and objects: data made by people stays below ten. */
    public static final int MAX_DEPTH = 32;

    /** Characters of a number: a double needs at most 24. */
    public static final int MAX_NUMBER = 40;

    private BoundedJson() {
    }

    /**
     * The one value that the text is.
     *
     * @throws JsonException if it is none, or out of bounds; the message completes the sentence "this is …"
     */
    public static JsonValue parse(String text) {
        check(text);
        try (var parser = Json.createParser(new StringReader(text))) {
            parser.next();
            var value = parser.getValue();
            if (parser.hasNext()) {
                throw new JsonException("more than one JSON value");
            }
            return value;
        } catch (JsonParsingException | IllegalStateException | NoSuchElementException notJson) {
            throw new JsonException("not JSON", notJson);
        }
    }

    /** @throws JsonException if the text is nested too deeply or has a number that is too long */
    public static void check(String json) {
        int depth = 0;
        int number = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            number = isInNumber(c) ? number + 1 : 0;
            if (c == '"') {
                i = endOfString(json, i);
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                throw new JsonException("JSON nested deeper than " + MAX_DEPTH);
            }
            if (number > MAX_NUMBER) {
                throw new JsonException("a number of more than " + MAX_NUMBER + " characters");
            }
        }
    }

    private static int endOfString(String json, int start) {
        int i = start + 1;
        while (i < json.length() && json.charAt(i) != '"') {
            i += json.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    private static boolean isInNumber(char c) {
        return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }
}
