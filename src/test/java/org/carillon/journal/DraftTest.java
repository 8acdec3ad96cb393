package org.carillon.journal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftTest {

    @ParameterizedTest
    @CsvSource({"x, 65536", "ü, 32768", "世, 21845", "🔔, 16384"})
    void dataIsTakenUpToTheBoundInBytesAndOneMoreCharacterIsRefused(String character, int most) {
        assertDoesNotThrow(() -> new Draft("a", "event", character.repeat(most)), "the limit itself is allowed");
        var refused = assertThrows(IllegalArgumentException.class, () -> new Draft("a", "the-event", character.repeat(most + 1)),
                "a queue must hold several of them");
        assertTrue(refused.getMessage().contains("the-event") && refused.getMessage().contains("65536"),
                "the text names the event and the bound: " + refused.getMessage());
    }
}
