package org.carillon.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.api.Announcement;
import org.carillon.journal.Draft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedWriterTest {

    private static final int MAX = 65_536;

    private final AtomicInteger read = new AtomicInteger();

    /** A kilobyte that counts how often it is read. */
    private final class Kilobyte implements JsonString {

        @Override
        public String getString() {
            read.incrementAndGet();
            return "x".repeat(1_000);
        }

        @Override
        public CharSequence getChars() {
            return getString();
        }

        @Override
        public ValueType getValueType() {
            return ValueType.STRING;
        }

        @Override
        public String toString() {
            return "\"" + getString() + "\"";
        }
    }

    private JsonArray hundredMegabytes() {
        var array = Json.createArrayBuilder();
        var one = new Kilobyte();
        for (int i = 0; i < 100_000; i++) {
            array.add(one);
        }
        return array.build();
    }

    @Test
    void aHundredMegabytesAreRefusedBeforeTheyAreWritten() {
        var large = hundredMegabytes();
        var refused = assertThrows(BoundedWriter.TooLarge.class, () -> BoundedWriter.text(large, "The result", MAX));
        assertTrue(refused.getMessage().startsWith("The result has more than 65536 bytes of JSON. Put the data where"), refused.getMessage());
        assertTrue(read.get() < 100, "of 100,000 kilobytes as many were written as could have been taken, and a buffer more: " + read);
    }

    @Test
    void whatIsPublishedIsBoundedInTheSameWay() {
        var large = new Announcement(Announcement.EVERYONE, "event", hundredMegabytes());
        assertThrows(BoundedWriter.TooLarge.class, () -> Draft.of(large));
        assertTrue(read.get() < 100, "not all of it was written: " + read);
    }

    @ParameterizedTest
    @CsvSource({"x, 65534", "ü, 32767", "世, 21844"})
    void theBoundIsOfBytes(String character, int most) {
        assertEquals(most + 2, BoundedWriter.text(Json.createValue(character.repeat(most)), "It", MAX).length(), "with its quotes");
        assertThrows(BoundedWriter.TooLarge.class, () -> BoundedWriter.text(Json.createValue(character.repeat(most + 1)), "It", MAX));
    }
}
