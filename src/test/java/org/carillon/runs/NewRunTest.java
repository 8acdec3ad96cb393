package org.carillon.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class NewRunTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");

    @Test
    void anIdBeginsWithItsTimeAndIsRandomBehindIt() {
        var id = NewRun.newId(TIME);
        assertEquals(7, id.version());
        assertEquals(2, id.variant());
        assertEquals(TIME.toEpochMilli(), id.getMostSignificantBits() >>> 16);
        assertTrue(id.toString().compareTo(NewRun.newId(TIME.plusMillis(1)).toString()) < 0, "later ones stand behind it");
        var ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertTrue(ids.add(NewRun.newId(TIME)), "no two of a millisecond are the same");
        }
    }
}
