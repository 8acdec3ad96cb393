package org.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeardownTest {

    private final List<String> ended = new ArrayList<>();
    private final Teardown teardown = new Teardown();

    @Test
    void whatWasBegunLastEndsFirst() {
        teardown.add(() -> ended.add("database"));
        teardown.add(() -> ended.add("sessions"));
        teardown.onEnd(this);
        assertEquals(List.of("sessions", "database"), ended);
    }

    /** The earliest word of the end comes on every server, and the latest as well. */
    @Test
    void theSecondWordOfTheEndHasNoEffect() {
        teardown.add(() -> ended.add("database"));
        teardown.onEnd(this);
        teardown.end();
        assertEquals(List.of("database"), ended);
    }

    @Test
    void whatCannotBeEndedKeepsNothingElseFromItsEnd() {
        teardown.add(() -> ended.add("database"));
        teardown.add(() -> {
            throw new IllegalStateException("thrown on purpose");
        });
        teardown.end();
        assertEquals(List.of("database"), ended);
    }
}
