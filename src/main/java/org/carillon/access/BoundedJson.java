package org.carillon.access;

import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.HexFormat;
import java.util.NoSuchElementException;
import org.carillon.json.Json;

/**
 * Looks at a client's JSON before a parser does: a deep nesting ends a recursive parser's stack, a long number a big-decimal's
 * patience, and half a surrogate pair becomes another text on its way to others. Takes one pass and hardly any memory. Has no
 * state.
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

    /** @throws JsonException if the text is nested too deeply, has a number that is too long, or half a surrogate pair */
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
        char before = 0;
        while (i < json.length() && json.charAt(i) != '"') {
            char c = unit(json, i);
            if (Character.isHighSurrogate(before) != Character.isLowSurrogate(c)) {
                throw new JsonException("half a character");
            }
            before = c;
            i += length(json, i);
        }
        if (Character.isHighSurrogate(before)) {
            throw new JsonException("half a character");
        }
        return i;
    }

    /** The UTF-16 unit that begins here, escaped or not; of an escape that is none, or means another character, the backslash. */
    private static char unit(String json, int at) {
        return isUnicodeEscape(json, at) ? (char) HexFormat.fromHexDigits(json, at + 2, at + 6) : json.charAt(at);
    }

    private static int length(String json, int at) {
        if (json.charAt(at) != '\\') {
            return 1;
        }
        return isUnicodeEscape(json, at) ? 6 : 2;
    }

    private static boolean isUnicodeEscape(String json, int at) {
        return json.startsWith("\\u", at) && at + 6 <= json.length() && json.substring(at + 2, at + 6).chars().allMatch(HexFormat::isHexDigit);
    }

    private static boolean isInNumber(char c) {
        return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }
}
