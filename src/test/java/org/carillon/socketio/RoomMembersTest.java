package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.carillon.api.Client;
import org.carillon.api.OnConnect;
import org.carillon.api.Rooms;
import org.carillon.clients.TestHandlers;
import org.carillon.engineio.TestEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is in which room, and whom an event reaches. */
class RoomMembersTest {

    public static final class Handlers {

        final List<Client> clients = new ArrayList<>();

        @OnConnect
        public void connect(Client client) {
            clients.add(client);
        }
    }

    private final Handlers handlers = new Handlers();
    private final TestSocketIo server = new TestSocketIo(handlers);
    private final Rooms rooms = TestHandlers.rooms(server.publisher());
    private final List<TestEngine> engines = new ArrayList<>();

    @BeforeEach
    void threeClients() {
        for (int i = 0; i < 3; i++) {
            var engine = server.client();
            engine.receive("40");
            server.settle();
            engine.received().clear();
            engines.add(engine);
        }
    }

    @Test
    void eachHearsAnEventOnceInHoweverManyRoomsHeIs() {
        client(0).join("a", "b");
        client(1).join("b", "c");
        rooms.to("a", "b", "c").emit("e", 1);
        assertEquals(List.of(1, 1, 0), heard(), "both, once");
        rooms.to("a", "b").except("a").emit("e", 2);
        assertEquals(List.of(1, 2, 0), heard(), "but not who is in an excepted room");
        rooms.everyone().except(client(2).id()).emit("e", 3);
        assertEquals(List.of(2, 3, 0), heard(), "all but one");
        rooms.to(client(2).id()).emit("e", 4);
        assertEquals(List.of(2, 3, 1), heard(), "one alone");
        client(0).others().emit("e", 5);
        assertEquals(List.of(2, 4, 2), heard(), "all but the one that speaks");
        client(0).to("b").emit("e", 6);
        assertEquals(List.of(2, 5, 2), heard(), "in a room, but not the one that speaks");
        client(1).leave("b");
        rooms.to("b").emit("e", 7);
        assertEquals(List.of(3, 5, 2), heard(), "who has left hears nothing");
    }

    @Test
    void anEventOfTheMomentAndALocalOneReachWhoIsHere() {
        rooms.everyone().local().emit("e", 1);
        rooms.everyone().ofTheMoment().emit("e", 2);
        assertEquals(List.of(2, 2, 2), heard());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/admin,staff", "/", "a\nb", "a\u0000"})
    void aNameThatCouldBeMistakenIsNoRoom(String name) {
        assertThrows(IllegalArgumentException.class, () -> client(0).join(name), name);
        assertThrows(IllegalArgumentException.class, () -> rooms.to(name), name);
        assertEquals(Set.of(), client(0).rooms(), "and nothing is joined");
    }

    @Test
    void aRoomsNameIsTakenUpToTheBound() {
        client(0).join("x".repeat(255));
        assertEquals(1, client(0).rooms().size(), "the limit itself");
        assertThrows(IllegalArgumentException.class, () -> client(0).join("x".repeat(256)), "one more");
    }

    @Test
    void oneClientIsInSoManyRoomsAndNoMore() {
        for (int i = 0; i < Client.MAX_ROOMS; i++) {
            client(0).join("room" + i);
        }
        client(0).join("room0");
        assertEquals(Client.MAX_ROOMS, client(0).rooms().size(), "the limit itself; a room twice is one");
        assertThrows(IllegalStateException.class, () -> client(0).join("one more"));
        client(0).leave("room0");
        client(0).join("one more");
    }

    @Test
    void nobodyLeavesHisOwnRoomOrEverybodys() {
        client(0).leave(client(0).id(), "everyone");
        rooms.everyone().emit("e", 1);
        rooms.to(client(0).id()).emit("e", 2);
        assertEquals(List.of(2, 1, 1), heard());
    }

    @Test
    void anEventNamesSoManyRoomsAndNoMore() {
        var names = new String[32];
        for (int i = 0; i < names.length; i++) {
            names[i] = "room" + i;
        }
        client(0).join("room31");
        rooms.to(names).except("x").emit("e", 1);
        assertEquals(List.of(1, 0, 0), heard(), "the limit itself");
        assertThrows(IllegalArgumentException.class, () -> rooms.to(names).to("one more"));
        assertThrows(IllegalArgumentException.class, () -> rooms.to(names).emit("e", new byte[1]), "binary goes to single clients");
    }

    @Test
    void soManyAttributesAreKeptAndNoMore() {
        for (int i = 0; i < Client.MAX_ATTRIBUTES; i++) {
            client(0).attribute("a" + i, i);
        }
        client(0).attribute("a0", "again");
        assertThrows(IllegalStateException.class, () -> client(0).attribute("one more", 1));
        client(0).attribute("a0", null);
        client(0).attribute("one more", 1);
        assertEquals(1, client(0).attribute("one more"));
    }

    private Client client(int i) {
        return handlers.clients.get(i);
    }

    private List<Integer> heard() {
        return engines.stream().map(engine -> engine.received().size()).toList();
    }
}
