package org.carillon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.event.Event;
import jakarta.json.Json;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.carillon.api.Announcement;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalPublisherTest {

    private final TestDatabase database = new TestDatabase();
    private final Journal journal = TestJournal.of(database, TestConfiguration.of());
    private final List<Publication> fired = new ArrayList<>();
    private final AtomicInteger nudges = new AtomicInteger();
    private final JournalPublisher publisher = new JournalPublisher(database, journal, new Appender(database, journal), events());

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void whatIsPublishedTogetherHasNeighbouringOffsetsAndTheTailerIsWoken() {
        journal.onCommit(nudges::incrementAndGet);
        publisher.publish(List.of(announcement("a", 1), new Announcement("b", "event", Json.createValue(2), Set.of("a"))));
        var all = TestJournal.all(journal);
        assertEquals(List.of("a", "b"), all.stream().map(Publication::channel).toList(), "in order");
        assertEquals(all.get(0).offset() + 1, all.get(1).offset(), "nothing comes between them");
        assertEquals(Set.of("a"), all.get(1).except());
        assertEquals(1, nudges.get(), "once");
        assertEquals(List.of(), fired, "it is the tailer that tells");
    }

    @Test
    void oneThatCannotBePublishedKeepsAllBack() {
        var large = new Announcement("b", "event", Json.createValue("x".repeat(Draft.MAX_DATA_BYTES)));
        assertThrows(IllegalArgumentException.class, () -> publisher.publish(List.of(announcement("a", 1), large)));
        database.goAway();
        assertThrows(RuntimeException.class, () -> publisher.publish(announcement("a", 1)), "nor is it lost in silence");
        database.comeBack();
        assertEquals(List.of(), TestJournal.all(journal));
    }

    @Test
    void whatIsOnlyToldIsNotRecorded() {
        publisher.tell(announcement("a", 1));
        publisher.tellVolatile(announcement("a", 2));
        assertEquals(List.of(), TestJournal.all(journal));
        assertEquals(List.of("1", "2"), fired.stream().map(Publication::data).toList());
        assertFalse(fired.get(0).isNumbered() || fired.get(0).isVolatile());
        assertTrue(fired.get(1).isVolatile());
    }

    @Test
    void whatIsOnlyToldMayBeAsLargeAsWhatIsPublishedAndNoLarger() {
        for (Consumer<Announcement> way : List.<Consumer<Announcement>>of(publisher::tell, publisher::tellVolatile)) {
            way.accept(new Announcement("a", "event", Json.createValue("x".repeat(Draft.MAX_DATA_BYTES - 2))));
            assertThrows(IllegalArgumentException.class, () -> way.accept(new Announcement("a", "event", Json.createValue("x".repeat(Draft.MAX_DATA_BYTES - 1)))));
        }
        assertEquals(2, fired.size(), "the limit itself is told, with its quotes");
    }

    private static Announcement announcement(String channel, int data) {
        return new Announcement(channel, "event", Json.createValue(data));
    }

    @SuppressWarnings("unchecked")
    private Event<Publication> events() {
        return (Event<Publication>) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> {
            fired.add((Publication) arguments[0]);
            return null;
        });
    }
}
