package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.carillon.api.Client;
import org.carillon.api.OnConnect;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.engineio.TestEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that asks for it gets back what it had and what it missed, also from another node, or is told that it does not. */
class RecoveryTest {

    public static final class Handlers {

        final List<Client> clients = new ArrayList<>();
        final List<Boolean> recovered = new ArrayList<>();

        @OnConnect
        public void connect(Client client) {
            recovered.add(client.isRecovered());
            clients.add(client);
            client.emit("hello", "you");
        }

        @OnConnect(namespace = "/other")
        public void connectToOther(Client client) {
            clients.add(client);
        }
    }

    private final TestDatabase database = new TestDatabase();
    private final Handlers handlers = new Handlers();
    private TestSocketIo server = node();

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void whoComesBackHasItsIdItsRoomsAndWhatItMissedInOrder() {
        var client = join("{\"recovery\":true}");
        var first = connected(client);
        handlers.clients.get(0).join("room", "left");
        handlers.clients.get(0).leave("left");
        tell("everyone", 1);
        var offset = offset(client.received().get(2));
        client.gone();
        tell("everyone", 2);
        tell("room", 3);
        tell("left", 4);
        restart();
        var back = join("{\"recovery\":true,\"pid\":\"" + first.getString("pid") + "\",\"offset\":\"" + offset + "\"}");
        tell("room", 5);
        assertEquals(first, connected(back), "the same id, and the same secret says that it was recovered");
        assertEquals(List.of("42[\"hello\",\"you\",null]", "[2,", "[3,", "[5,"), List.of(back.received().get(1), data(back, 2), data(back, 3), data(back, 4)));
        assertEquals(5, back.received().size(), "and nothing twice: " + back.received());
        assertEquals(Set.of("room"), handlers.clients.get(1).rooms(), "rooms");
        assertEquals(List.of(false, true), handlers.recovered, "its handler knows");
    }

    @Test
    void whoLeftBeforeItGotAnythingMissesNothingEither() {
        var client = join("{\"recovery\":true}");
        var first = connected(client);
        client.gone();
        tell("everyone", 1);
        restart();
        var back = join("{\"recovery\":true,\"pid\":\"" + first.getString("pid") + "\"}");
        assertEquals(first, connected(back));
        assertEquals("[1,", data(back, 2));
    }

    @Test
    void aConnectionThatIsHalfOpenIsTakenOver() {
        var client = join("{\"recovery\":true}");
        var first = connected(client);
        for (int i = 0; i < 100; i++) {
            tell("everyone", i);
            var offset = offset(client.received().get(client.received().size() - 1));
            var back = join("{\"recovery\":true,\"pid\":\"" + first.getString("pid") + "\",\"offset\":\"" + offset + "\"}");
            assertEquals(List.of(4022), client.closed(), "the old one is closed");
            assertEquals(first, connected(back), "time " + i);
            assertEquals(2, back.received().size(), "nothing was missed, nothing comes twice");
            client = back;
        }
    }

    @Test
    void whoCannotBeRecoveredIsTold() {
        var client = join("{\"recovery\":true}");
        var first = connected(client);
        tell("everyone", 1);
        var offset = offset(client.received().get(2));
        client.gone();
        server.recoveries.flush();
        for (String wrong : List.of("\"pid\":\"unknown\",\"offset\":\"" + offset + "\"", "\"pid\":\"" + first.getString("pid") + "\",\"offset\":\"other:1\"",
                "\"pid\":\"" + first.getString("pid") + "\",\"offset\":\"" + offset + "0000\"", "\"pid\":{},\"offset\":[]")) {
            var back = connected(join("{\"recovery\":true," + wrong + "}"));
            assertNotEquals(first.getString("pid"), back.getString("pid"), wrong);
            assertNotEquals(first.getString("sid"), back.getString("sid"), wrong);
        }
        assertEquals(List.of(false, false, false, false, false), handlers.recovered);
    }

    @Test
    void whoLeftForGoodDoesNotComeBack() {
        var client = join("{\"recovery\":true}");
        var first = connected(client);
        server.recoveries.flush();
        client.receive("41");
        server.recoveries.flush();
        assertEquals(0, database.one(Integer.class, "SELECT COUNT(*) FROM recovery"), "its row is gone");
        var back = join("{\"recovery\":true,\"pid\":\"" + first.getString("pid") + "\"}");
        assertNotEquals(first.getString("pid"), connected(back).getString("pid"));
    }

    @Test
    void whoDidNotAskGetsNoOffsetAndNoSecret() {
        var client = join("");
        tell("everyone", 1);
        assertEquals("42[\"event\",1]", client.received().get(2), "handlers with a fixed number of arguments go on working");
        assertTrue(!client.received().get(0).contains("pid"), client.received().get(0));
    }

    @Test
    void whereTheOperatorSaysSoWhoDidNotAskComesBackToo() {
        server = new TestSocketIo(TestConfiguration.of("carillon.socketio.recovery", "true"), database, handlers);
        var client = join("");
        var first = connected(client);
        tell("everyone", 1);
        assertTrue(client.received().get(2).matches("42\\[\"event\",1,\"[^\"]+:1\"]"), "the position is the last argument: " + client.received());
        client.gone();
        tell("everyone", 2);
        var back = join("{\"pid\":\"" + first.getString("pid") + "\",\"offset\":\"" + offset(client.received().get(2)) + "\"}");
        assertEquals(first, connected(back), "the same id, and the same secret");
        assertEquals("[2,", data(back, 2), "and what it missed");
    }

    @Test
    void whoseConnectionTheApplicationEndsComesBackToNoNamespace() {
        var client = join("{\"recovery\":true}");
        client.receive("40/other,{\"recovery\":true}");
        server.settle();
        server.recoveries.flush();
        assertEquals(2, database.one(Integer.class, "SELECT COUNT(*) FROM recovery"), "it could come back to both");
        handlers.clients.get(0).close();
        server.recoveries.flush();
        assertEquals(List.of(4021), client.closed(), "and is told not to");
        assertEquals(0, database.one(Integer.class, "SELECT COUNT(*) FROM recovery"), "to none");
    }

    @Test
    void rowsAreKeptAsLongAsTheClientIsThereAndTwoWindowsMore() {
        join("{\"recovery\":true}");
        var client = join("{\"recovery\":true}");
        client.gone();
        server.recoveries.flush();
        database.execute("UPDATE recovery SET seen_at = DATEADD('MINUTE', -30, seen_at)");
        server.clock.advance(Duration.ofMinutes(5));
        server.recoveries.flush();
        assertEquals(1, database.one(Integer.class, "SELECT COUNT(*) FROM recovery"), "who is connected stays");
    }

    @Test
    void aDatabaseThatIsAwayLosesNoChange() {
        var client = join("{\"recovery\":true}");
        database.goAway();
        handlers.clients.get(0).join("room");
        assertTrue(!server.recoveries.flush(), "it says so");
        database.comeBack();
        assertTrue(server.recoveries.flush());
        assertEquals("room\n", database.one(String.class, "SELECT rooms FROM recovery"), "and it is written later");
        assertEquals(List.of(), client.closed(), "the client notices nothing");
    }

    private TestSocketIo node() {
        return new TestSocketIo(TestConfiguration.of(), database, handlers);
    }

    /** Another node, which knows only what is in the database. */
    private void restart() {
        server.recoveries.flush();
        server = node();
    }

    private TestEngine join(String auth) {
        var client = server.client();
        client.receive("40" + auth);
        server.settle();
        return client;
    }

    private void tell(String room, int value) {
        server.publisher().publish(room, "event", Json.createValue(value));
    }

    private static JsonObject connected(TestEngine client) {
        try (var reader = Json.createReader(new StringReader(client.received().get(0).substring(2)))) {
            return reader.readObject();
        }
    }

    private static String data(TestEngine client, int at) {
        return client.received().get(at).replaceFirst("42\\[\"event\",(\\d+),.*", "[$1,");
    }

    private static String offset(String packet) {
        return packet.replaceFirst(".*\"([^\"]*)\"]$", "$1");
    }
}
