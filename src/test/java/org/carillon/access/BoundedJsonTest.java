package org.carillon.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedJsonTest {

    private static final String LONGEST = "1".repeat(BoundedJson.MAX_NUMBER);

    @ParameterizedTest
    @ValueSource(strings = {"[ ]", "{\"a\": }"})
    void nestingIsTakenUpToTheBound(String pair) {
        var open = pair.substring(0, pair.length() - 1);
        assertDoesNotThrow(() -> BoundedJson.check(open.repeat(BoundedJson.MAX_DEPTH)), "the limit itself is allowed");
        assertThrows(JsonException.class, () -> BoundedJson.check(open.repeat(BoundedJson.MAX_DEPTH + 1)), "one more is refused");
    }

    @Test
    void arraysAndObjectsCountTogether() {
        assertThrows(JsonException.class, () -> BoundedJson.check("[{".repeat(BoundedJson.MAX_DEPTH / 2) + "["), "they nest in each other");
    }

    @Test
    void whatIsClosedAgainDoesNotCount() {
        assertDoesNotThrow(() -> BoundedJson.check("[" + "[],{},".repeat(1_000) + "[]]"), "a long list is not a deep one");
    }

    @Test
    void whatIsInAStringDoesNotCount() {
        assertDoesNotThrow(() -> BoundedJson.check("[\"" + "[{".repeat(1_000) + "\"]"), "brackets in a text are text");
        assertDoesNotThrow(() -> BoundedJson.check("[\"" + "7".repeat(1_000) + "\"]"), "digits in a text are text");
        assertDoesNotThrow(() -> BoundedJson.check("[\"\\\"" + "[".repeat(100) + "\"]"), "an escaped quote does not end the text");
    }

    @Test
    void whatFollowsAStringCounts() {
        var deep = "[".repeat(BoundedJson.MAX_DEPTH);
        assertThrows(JsonException.class, () -> BoundedJson.check("[\"\\\\\"," + deep), "an escaped backslash does not hide the quote behind it");
        assertThrows(JsonException.class, () -> BoundedJson.check("[\"\"," + deep), "nor does an empty text");
        assertDoesNotThrow(() -> BoundedJson.check("[\"" + deep), "a text without an end is left to the parser");
        assertDoesNotThrow(() -> BoundedJson.check("\"\\"), "so is half an escape");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-", "0.", "1e+", "1E-"})
    void aNumberIsTakenUpToTheBoundInEveryForm(String begin) {
        var number = begin + LONGEST.substring(begin.length());
        assertDoesNotThrow(() -> BoundedJson.check("[" + number + "," + number + "]"), "the limit itself is allowed, each time");
        assertThrows(JsonException.class, () -> BoundedJson.check("[1," + number + "1]"), "one more character is refused");
    }

    @Test
    void oneValueIsParsedAndNothingElse() {
        assertEquals("{\"a\":[1,\"\u00fc\"]}", BoundedJson.parse(" {\"a\": [1, \"\u00fc\"]} ").toString());
        for (String none : new String[] {"", " ", "{", "[1,]", "{} {}", "1 2", "nul", "{\"a\"}", "\"", "'a'", "[".repeat(99)}) {
            assertThrows(JsonException.class, () -> BoundedJson.parse(none), none);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "\\uD83D\\n\\uDE00", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00", "a\\ud83d", "\ud800"})
    void halfACharacterIsRefused(String text) {
        assertThrows(JsonException.class, () -> BoundedJson.check("[\"" + text + "\"]"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d\\ude00", "\ud83d\ude00", "\\\\ud800", "\\ud7ff\\ue000", "\\u12", "\\uzzzz"})
    void aWholeOneIsTaken(String text) {
        assertDoesNotThrow(() -> BoundedJson.check("[\"" + text + "\"]"), text);
    }
}
