package org.carillon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    private static final String LONGEST_EPOCH = "e".repeat(36);

    @ParameterizedTest
    @ValueSource(strings = {"a1b2c3d4:0", "a1b2c3d4:17", "e:999999999999999999"})
    void whatWasGivenOutIsReadBack(String text) {
        assertEquals(text, Position.parse(text).orElseThrow().toString(), "a client returns the text that it got");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {":", ":1", "e:", "e", "17", "e:-1", "e:+1", "e: 1", "e:1 ", "e:1.0", "e:0x1", "e:1:2", "e:٣", "e:1000000000000000000", "e:99999999999999999999"})
    void whateverNoServerGaveOutIsNoPosition(String text) {
        assertEquals(Optional.empty(), Position.parse(text), "such a client is told of a gap");
    }

    @Test
    void textIsReadUpToTheLengthOfTheLongestPosition() {
        var longest = LONGEST_EPOCH + ":" + "1".repeat(18);
        assertEquals(Optional.of(new Position(LONGEST_EPOCH, 111_111_111_111_111_111L)), Position.parse(longest), "the longest is read");
        assertEquals(Optional.empty(), Position.parse("ee" + longest), "what is longer was not given out");
        assertEquals(Optional.empty(), Position.parse("e".repeat(1_000_000) + ":1"), "however long it is");
    }
}
