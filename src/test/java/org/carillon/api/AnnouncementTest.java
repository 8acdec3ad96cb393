package org.carillon.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementTest {

    private static final String LONGEST = "n".repeat(Announcement.MAX_NAME);

    @Test
    void namesAreTakenUpToTheBound() {
        var told = new Announcement(LONGEST, LONGEST, JsonValue.TRUE, Set.of(LONGEST));
        assertEquals(Set.of(LONGEST), told.except(), "the limit itself, of each");
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "event", "excepted channel"})
    void oneCharacterMoreIsRefusedWithTheNameAtFaultAndTheBound(String which) {
        assertRefused(which, LONGEST + "n", "has 256 characters; use 1 to 255.");
        assertRefused(which, "", "has 0 characters; use 1 to 255.");
        assertRefused(which, "a\u0000", "has a control character; use none.");
    }

    @Test
    void soManyChannelsAreLeftOutAndNoMore() {
        assertEquals(Announcement.MAX_EXCEPT, announcement(channels(Announcement.MAX_EXCEPT)).except().size(), "the limit itself");
        var refused = assertThrows(IllegalArgumentException.class, () -> announcement(channels(Announcement.MAX_EXCEPT + 1)), "one more");
        assertTrue(refused.getMessage().contains("leaves out 65 channels; use at most 64"), refused.getMessage());
    }

    private static void assertRefused(String which, String name, String why) {
        var refused = assertThrows(IllegalArgumentException.class, () -> new Announcement(which.equals("channel") ? name : "a", which.equals("event") ? name : "e",
                JsonValue.TRUE, which.equals("excepted channel") ? Set.of(name) : Set.of()));
        assertEquals("The " + which + " of an announcement " + why, refused.getMessage());
    }

    private static Announcement announcement(Set<String> except) {
        return new Announcement("a", "e", JsonValue.TRUE, except);
    }

    private static Set<String> channels(int count) {
        return IntStream.range(0, count).mapToObj(i -> "channel" + i).collect(Collectors.toSet());
    }
}
