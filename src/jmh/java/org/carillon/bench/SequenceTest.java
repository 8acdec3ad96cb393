package org.carillon.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SequenceTest {

    private final Sequence sequence = new Sequence();

    @Test
    void aWholeSequenceHasNothingToTell() {
        saw(0, 1, 2);
        assertTold(3, 0, 0);
    }

    @Test
    void whatWasLeftOutIsNotReceived() {
        saw(0, 3, 4);
        assertTold(3, 0, 0);
    }

    @Test
    void whatCameAfterAGapIsNotMissing() {
        saw(0, 3, 3);
        assertTold(2, 1, 0);
    }

    @Test
    void theFirstCanBeMissing() {
        saw(2);
        assertTold(1, 0, 0);
    }

    @Test
    void whatComesLateIsReceivedAndReordered() {
        saw(0, 2, 1, 3);
        assertTold(4, 0, 1);
    }

    @Test
    void whatComesAgainIsDoubledAndNotReceivedTwice() {
        saw(0, 1, 1, 0);
        assertTold(2, 2, 0);
    }

    @Test
    void whatComesLateAndAgainIsBoth() {
        saw(0, 2, 1, 1);
        assertTold(3, 1, 1);
    }

    private void saw(int... numbers) {
        for (int number : numbers) {
            sequence.saw(number);
        }
    }

    private void assertTold(int received, int doubled, int reordered) {
        assertEquals(received, sequence.received());
        assertEquals(doubled, sequence.doubled());
        assertEquals(reordered, sequence.reordered());
    }
}
