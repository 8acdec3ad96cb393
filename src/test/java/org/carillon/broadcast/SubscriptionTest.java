package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.configuration.TestConfiguration;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private static final WireFormat DATA = publication -> Frame.of(publication.data());

    private final Sessions sessions = TestBroadcast.sessions(TestConfiguration.of());
    private final Broadcaster broadcaster = new Broadcaster(sessions);
    private final TestSession one = listener("one", "a", "one");
    private final TestSession two = listener("two", "a", "b");

    @Test
    void whoHearsAnExceptedChannelDoesNotGetIt() {
        broadcaster.broadcast(new Publication(new Position("e", 1), "a", Set.of("one", "unheard"), "event", "all but one", Instant.EPOCH, false));
        assertEquals(List.of(), one.received, "excepted");
        assertEquals(List.of("all but one"), two.received, "not excepted");
    }

    @Test
    void aChannelIsHeardFromJoiningToLeaving() {
        tell("c", "1");
        one.subscription.join("c");
        one.subscription.join("c");
        tell("c", "2");
        one.subscription.leave("c");
        tell("c", "3");
        tell("a", "4");
        assertEquals(List.of("2", "4"), one.received, "joined twice, heard once; the other channels stay");
        assertEquals(0, sessions.channels().size("c"), "nothing is kept of a channel that nobody hears");
    }

    @Test
    void theFullestChannelsAreKnownAndAClientsOwnIsNotOfThem() {
        one.subscription.owns("one");
        assertEquals(Map.of("a", 2, "b", 1), sessions.channels().fullest(10), "the first has one of its own");
        assertEquals(Map.of("a", 2), sessions.channels().fullest(1), "those that most hear");
    }

    @Test
    void aSessionMayHearDifferentChannelsInDifferentFormats() {
        one.subscribe(Set.of("c"), publication -> Frame.of("c " + publication.data()));
        tell("a", "1");
        tell("c", "2");
        assertEquals(List.of("1", "c 2"), one.received, "each in its own");
    }

    @Test
    void whatIsOfTheMomentIsForClientsThatHaveNothingWaiting() {
        two.reading = false;
        tell("b", "1");
        broadcaster.broadcast(Publication.ofTheMoment("a", Set.of(), "event", "now"));
        broadcaster.broadcast(Publication.unnumbered("a", Set.of(), "event", "soon"));
        two.readAll();
        assertEquals(List.of("now", "soon"), one.received, "a client that reads gets both");
        assertEquals(List.of("1", "soon"), two.received, "one that is behind does without what is of the moment");
    }

    @Test
    void aSessionThatWasClosedMeanwhileIsNotKept() {
        one.close(Disconnect.CLIENT_CLOSED);
        var late = one.subscribe(Set.of("a", "c"), DATA);
        late.join("d");
        assertTrue(late.channels().isEmpty(), "it hears nothing");
        assertEquals(List.of(1, 0, 0), List.of(sessions.channels().size("a"), sessions.channels().size("c"), sessions.channels().size("d")),
                "and nothing points to it");
    }

    private void tell(String channel, String data) {
        broadcaster.broadcast(Publication.unnumbered(channel, Set.of(), "event", data));
    }

    private TestSession listener(String id, String... channels) {
        var client = new TestSession(id, DATA, sessions);
        client.hearNow(Set.of(channels));
        return client;
    }
}
