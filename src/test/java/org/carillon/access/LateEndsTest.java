package org.carillon.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.Test;

/** What may not end at once ends as soon as it can. */
class LateEndsTest {

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofMillis(5);

    private final SettableClock clock = new SettableClock();
    private final LateEnds ends = new LateEnds(clock);
    private final List<String> ended = new ArrayList<>();
    private boolean ready;

    @Test
    void oneThatIsTooEarlyIsTriedAgainSoon() {
        var woken = new ArrayList<String>();
        ends.onWakeup(() -> woken.add("woken"));
        ends.add(() -> end("a"));
        assertEquals(List.of("woken"), woken, "the pause is not waited for");
        assertEquals(SOON, ends.sweep(), "it waits still");
        ready = true;
        assertEquals(IDLE, ends.sweep(), "nothing waits");
        assertEquals(List.of("a"), ended, "once");
    }

    @Test
    void oneThatCanEndNowDoes() {
        ready = true;
        ends.nowOrAdd(() -> end("a"));
        assertEquals(List.of("a"), ended, "at once");
        ready = false;
        ends.nowOrAdd(() -> end("b"));
        ready = true;
        ends.sweep();
        assertEquals(List.of("a", "b"), ended, "or later");
    }

    @Test
    void laterIsAMomentFromNow() {
        ready = true;
        ends.later(() -> end("a"));
        clock.advanceMillis(4);
        ends.sweep();
        assertTrue(ended.isEmpty(), "other threads may be at it");
        clock.advanceMillis(1);
        ends.sweep();
        assertEquals(List.of("a"), ended, "now they are not");
    }

    @Test
    void oneThatFailsIsNotTriedAgainAndCostsNoOther() {
        ready = true;
        ends.add(() -> {
            throw new IOException("gone");
        });
        ends.add(() -> end("b"));
        assertEquals(IDLE, ends.sweep(), "both are done with");
        assertEquals(List.of("b"), ended, "the other too");
    }

    private boolean end(String name) {
        if (ready) {
            ended.add(name);
        }
        return ready;
    }
}
