package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.carillon.api.Audience;
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

    @Test
    void anEventOfTheMomentIsNotForWhoHasSomethingWaiting() {
        client(0).emitVolatile("e", 1);
        assertEquals(List.of("42[\"e\",1]"), engines.get(0).received(), "nothing waits, so it is sent");
        engines.get(0).stall();
        client(0).emit("e", 2);
        client(0).emitVolatile("e", 3);
        client(0).emitVolatile("e", 4);
        rooms.everyone().ofTheMoment().emit("e", 5);
        client(0).emit("e", 6);
        engines.get(0).readOn();
        assertEquals(List.of("42[\"e\",1]", "42[\"e\",2]", "42[\"e\",3]", "42[\"e\",6]"), engines.get(0).received(),
                "one still followed what was under way; the others found it waiting, and do not come later");
        assertEquals(List.of(4, 1, 1), heard(), "who reads gets what was for all");
        client(0).emitVolatile("e", 7);
        assertEquals("42[\"e\",7]", engines.get(0).received().get(4), "once all is out it is sent again");
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
        var names = IntStream.range(0, Audience.MAX_ROOMS).mapToObj(i -> "room" + i).toArray(String[]::new);
        client(0).join("room31");
        rooms.to(names).except("x").emit("e", 1);
        assertEquals(List.of(1, 0, 0), heard(), "the limit itself");
        assertThrows(IllegalArgumentException.class, () -> rooms.to(names).to("one more"));
        assertThrows(IllegalArgumentException.class, () -> rooms.to(names).emit("e", new byte[1]), "binary goes to single clients");
    }

    @Test
    void anEventExceptsSoManyRoomsAndNoMore() {
        var named = IntStream.range(0, Audience.MAX_ROOMS).mapToObj(i -> "named" + i).toArray(String[]::new);
        var excepted = IntStream.range(0, Audience.MAX_ROOMS).mapToObj(i -> "excepted" + i).toArray(String[]::new);
        client(0).join(named[0], named[Audience.MAX_ROOMS - 1]);
        client(1).join(named[0], excepted[Audience.MAX_ROOMS - 1]);
        rooms.everyone().except(excepted).emit("e", 1);
        assertEquals(List.of(1, 0, 1), heard(), "the limit itself");
        rooms.to(named).except(excepted).emit("e", 2);
        assertEquals(List.of(2, 0, 1), heard(), "also beside as many that are named, and each hears it once");
        assertThrows(IllegalArgumentException.class, () -> rooms.everyone().except(excepted).except("one more"));
        rooms.everyone().except(excepted).except(excepted[0]).emit("e", 3);
        assertEquals(List.of(3, 0, 2), heard(), "a room twice is one");
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
