package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.carillon.engineio.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonGuardTest {

    private static final String LONGEST = "1".repeat(JsonGuard.MAX_NUMBER);

    @ParameterizedTest
    @ValueSource(strings = {"[ ]", "{\"a\": }"})
    void nestingIsTakenUpToTheBound(String pair) {
        var open = pair.substring(0, pair.length() - 1);
        assertDoesNotThrow(() -> JsonGuard.check(open.repeat(JsonGuard.MAX_DEPTH)), "the limit itself is allowed");
        assertThrows(ProtocolException.class, () -> JsonGuard.check(open.repeat(JsonGuard.MAX_DEPTH + 1)), "one more is refused");
    }

    @Test
    void arraysAndObjectsCountTogether() {
        assertThrows(ProtocolException.class, () -> JsonGuard.check("[{".repeat(JsonGuard.MAX_DEPTH / 2) + "["), "they nest in each other");
    }

    @Test
    void whatIsClosedAgainDoesNotCount() {
        assertDoesNotThrow(() -> JsonGuard.check("[" + "[],{},".repeat(1_000) + "[]]"), "a long list is not a deep one");
    }

    @Test
    void whatIsInAStringDoesNotCount() {
        assertDoesNotThrow(() -> JsonGuard.check("[\"" + "[{".repeat(1_000) + "\"]"), "brackets in a text are text");
        assertDoesNotThrow(() -> JsonGuard.check("[\"" + "7".repeat(1_000) + "\"]"), "digits in a text are text");
        assertDoesNotThrow(() -> JsonGuard.check("[\"\\\"" + "[".repeat(100) + "\"]"), "an escaped quote does not end the text");
    }

    @Test
    void whatFollowsAStringCounts() {
        var deep = "[".repeat(JsonGuard.MAX_DEPTH);
        assertThrows(ProtocolException.class, () -> JsonGuard.check("[\"\\\\\"," + deep), "an escaped backslash does not hide the quote behind it");
        assertThrows(ProtocolException.class, () -> JsonGuard.check("[\"\"," + deep), "nor does an empty text");
        assertDoesNotThrow(() -> JsonGuard.check("[\"" + deep), "a text without an end is left to the parser");
        assertDoesNotThrow(() -> JsonGuard.check("\"\\"), "so is half an escape");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-", "0.", "1e+", "1E-"})
    void aNumberIsTakenUpToTheBoundInEveryForm(String begin) {
        var number = begin + LONGEST.substring(begin.length());
        assertDoesNotThrow(() -> JsonGuard.check("[" + number + "," + number + "]"), "the limit itself is allowed, each time");
        assertThrows(ProtocolException.class, () -> JsonGuard.check("[1," + number + "1]"), "one more character is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "\\uD83D\\n\\uDE00", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00", "a\\ud83d", "\ud800"})
    void halfACharacterIsRefused(String text) {
        assertThrows(ProtocolException.class, () -> JsonGuard.check("[\"" + text + "\"]"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d\\ude00", "\ud83d\ude00", "\\\\ud800", "\\ud7ff\\ue000", "\\u12", "\\uzzzz"})
    void aWholeOneIsTaken(String text) {
        assertDoesNotThrow(() -> JsonGuard.check("[\"" + text + "\"]"), text);
    }
}
