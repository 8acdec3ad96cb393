package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.time.Instant;
import java.util.List;
import org.carillon.broadcast.TestBroadcast;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.engineio.ProtocolException;
import org.carillon.engineio.TestEngine;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketConnectionTest {

    private final TestSocketIo server = new TestSocketIo();
    private final TestEngine client = server.client();

    @Test
    void whoJoinsTheDefaultNamespaceIsToldAnIdAndHearsWhatIsToldToAll() {
        tell(1, "everyone");
        receive("40");
        tell(2, "everyone");
        tell(3, "somebody");
        assertEquals(2, client.received().size(), "nothing from before, and no other channel");
        assertTrue(client.received().get(0).matches("40\\{\"sid\":\"[\\w-]{20}\"}"), "an id that cannot be guessed: " + client.received().get(0));
        assertNotEquals("40{\"sid\":\"session1\"}", client.received().get(0), "and that is not the key to the transport");
        assertEquals("42[\"event\",2]", client.received().get(1), "then each event");
    }

    @Test
    void whoSendsCredentialsJoinsToo() {
        receive("40{\"token\":\"123\"}");
        assertTrue(client.received().get(0).startsWith("40{"), "they are not needed and not refused");
    }

    @Test
    void anotherNamespaceIsRefusedAndTheConnectionStays() {
        receive("40/admin,");
        tell(1, "everyone");
        assertEquals(List.of("44/admin,{\"message\":\"Invalid namespace\"}"), client.received(), "the client's library reports it");
        receive("40");
        tell(2, "everyone");
        assertEquals("42[\"event\",2]", client.received().get(2), "and the default namespace can be joined still");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42[\"a\"]", "41", "431[]", "451-[\"a\"]"})
    void whoHasNotJoinedMaySendNothing(String packet) {
        assertThrows(ProtocolException.class, () -> receive(packet), packet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "42/admin,[\"a\"]", "41/admin,", "4", "4x"})
    void whoHasJoinedMayNotJoinAgainNorSpeakElsewhere(String packet) {
        receive("40");
        assertThrows(ProtocolException.class, () -> receive(packet), packet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42[\"a\",{\"b\":1}]", "4217[\"a\"]", "431[]"})
    void eventsAndAcknowledgementsOfClientsAreTaken(String packet) {
        receive("40");
        assertDoesNotThrow(() -> receive(packet), packet);
    }

    @Test
    void whoLeavesHearsNothingAndMayJoinAgain() {
        receive("40");
        receive("41");
        tell(1, "everyone");
        assertEquals(1, client.received().size(), "no publications any more");
        receive("40");
        tell(2, "everyone");
        assertEquals("42[\"event\",2]", client.received().get(2), "the connection stays");
    }

    @Test
    void asManyAttachmentsFollowAsWereAnnounced() {
        receive("40");
        receive("452-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        attachment();
        assertThrows(ProtocolException.class, () -> receive("42[\"b\"]"), "nothing else may come in between");
        attachment();
        assertThrows(ProtocolException.class, this::attachment, "one more was not announced");
        assertDoesNotThrow(() -> receive("42[\"b\"]"), "and then events go on");
    }

    @Test
    void aClientMayBeginWithTheLastPublication() throws Exception {
        try (var database = new TestDatabase()) {
            var beginner = new TestSocketIo(TestConfiguration.of("carillon.socketio.last-on-connect", "true"), database);
            beginner.publisher().publish("everyone", "event", Json.createValue(1));
            beginner.publisher().publish("everyone", "event", Json.createValue(2));
            var second = beginner.client();
            second.receive("40");
            beginner.settle();
            assertEquals("42[\"event\",2]", second.received().get(1), "after its id it gets what holds now");
        }
    }

    private void receive(String packet) {
        client.receive(packet);
    }

    private void attachment() {
        client.receive(new byte[] {1});
    }

    private void tell(long offset, String channel) {
        TestBroadcast.publish(server.sessions, new Publication(new Position("e", offset), channel, "event", String.valueOf(offset), Instant.EPOCH));
    }
}
