package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.api.Client;
import org.carillon.api.ConnectionRefused;
import org.carillon.api.OnConnect;
import org.carillon.api.OnDisconnect;
import org.carillon.api.OnEvent;
import org.carillon.engineio.ProtocolException;
import org.carillon.engineio.TestEngine;
import org.junit.jupiter.api.Test;

/** Joining and leaving namespaces, and who hears what there. */
class NamespacesTest {

    public static final class Doors {

        final List<String> told = new ArrayList<>();
        final List<Client> clients = new ArrayList<>();
        Runnable meanwhile = () -> { };

        @OnConnect(namespace = "/admin")
        public void admit(Client client) {
            if (!client.handshake().auth().getString("token", "").equals("123")) {
                throw new ConnectionRefused("not authorized", Json.createObjectBuilder().add("please", "log in").build());
            }
            client.emit("welcome", client.handshake().auth());
            client.join("staff");
            clients.add(client);
            meanwhile.run();
        }

        @OnDisconnect(namespace = "/admin")
        public void gone(Client client, String reason) {
            told.add(reason);
        }

        @OnConnect(namespace = "/broken")
        public void broken() {
            throw new IllegalStateException("on purpose");
        }

        @OnConnect(namespace = "/room-*")
        public void room(Client client) {
            told.add(client.namespace());
        }

        @OnEvent(value = "leave", namespace = "/admin")
        public void leave(Client client) {
            client.disconnect();
        }
    }

    private final Doors doors = new Doors();
    private final TestSocketIo server = new TestSocketIo(doors);
    private final TestEngine client = server.client();

    @Test
    void whoIsLetInIsToldSoBeforeAnythingElse() {
        join("/admin", "{\"token\":\"123\"}");
        assertEquals("42/admin,[\"welcome\",{\"token\":\"123\"}]", client.received().get(1), "what its handler emitted follows");
        assertTrue(client.received().get(0).matches("40/admin,\\{\"sid\":\"[\\w-]{20}\"}"), "its id: " + client.received());
    }

    @Test
    void whatIsOfTheMomentDoesNotWaitUntilTheClientIsIn() {
        doors.meanwhile = () -> IntStream.rangeClosed(0, Outbox.MAX_HELD).forEach(i -> doors.clients.get(0).emitVolatile("moment", i));
        join("/admin", "{\"token\":\"123\"}");
        assertEquals(List.of("42/admin,[\"welcome\",{\"token\":\"123\"}]"), client.received().subList(1, client.received().size()), "something waited to be sent to it already");
    }

    @Test
    void soManyFramesMayWaitUntilTheClientIsInAndNoMore() {
        doors.meanwhile = () -> {
            var joining = doors.clients.get(0);
            // The welcome is one of them.
            IntStream.range(1, Outbox.MAX_HELD).forEach(i -> joining.emit("more", i));
            assertThrows(IllegalStateException.class, () -> joining.emit("more", Outbox.MAX_HELD));
        };
        join("/admin", "{\"token\":\"123\"}");
        assertEquals(1 + Outbox.MAX_HELD, client.received().size(), "the answer, and all that waited");
    }

    @Test
    void whoIsRefusedIsToldWhyAndMayTryAgain() {
        join("/admin", "");
        assertEquals(List.of("44/admin,{\"message\":\"not authorized\",\"data\":{\"please\":\"log in\"}}"), client.received(), "message and data");
        join("/admin", "{\"token\":\"123\"}");
        assertEquals(3, client.received().size(), "this time it is in");
        assertEquals(List.of(), doors.told, "nobody left who was not in");
    }

    @Test
    void whoHasGoneBeforeItsTurnIsLookedUpNoMore() {
        client.receive("40/admin,{\"token\":\"123\"}");
        client.gone();
        server.settle();
        assertEquals(List.of(), doors.clients, "or the impatient would make those behind them wait too long as well");
    }

    @Test
    void aHandlerThatFailsLetsNobodyInAndSaysNoMore() {
        join("/broken", "");
        assertEquals(List.of("44/broken,{\"message\":\"The handler failed.\"}"), client.received(), "its message is the operator's");
    }

    @Test
    void aPatternServesEachNameThatFits() {
        Stream.of("/room-1", "/room-a b", "/room-", "/room-1/2", "/rooms").forEach(name -> join(name, ""));
        assertEquals(List.of("/room-1", "/room-a b"), doors.told, "one or more characters, without a slash");
        assertEquals(3, client.received().stream().filter(packet -> packet.endsWith("{\"message\":\"Invalid namespace\"}")).count(), "others are refused");
    }

    @Test
    void onlyAsManyNamespacesAreJoinedAsOneConnectionMayHold() {
        for (int i = 1; i <= SocketConnection.MAX_NAMESPACES + 1; i++) {
            join("/room-" + i, "");
        }
        assertEquals(SocketConnection.MAX_NAMESPACES, doors.told.size(), "the limit itself is allowed");
        assertTrue(client.received().get(SocketConnection.MAX_NAMESPACES).startsWith("44/room-33,{\"message\":\"Too many"), "one more is refused");
    }

    @Test
    void publicationsAreToldWhereTheyBelong() {
        join("/", "");
        join("/admin", "{\"token\":\"123\"}");
        client.received().clear();
        var rooms = org.carillon.clients.TestHandlers.rooms(server.publisher());
        rooms.everyone().emit("a", 1);
        rooms.of("/admin").everyone().emit("b", 2);
        rooms.of("/admin").to("staff").emit("c", 3);
        rooms.to("staff").emit("d", 4);
        assertEquals(List.of("42[\"a\",1]", "42/admin,[\"b\",2]", "42/admin,[\"c\",3]"), client.received(), "a room of one namespace is none of another");
    }

    @Test
    void leavingIsToldOnceHoweverItComes() {
        join("/admin", "{\"token\":\"123\"}");
        client.receive("41/admin,");
        server.settle();
        join("/admin", "{\"token\":\"123\"}");
        client.receive("42/admin,[\"leave\"]");
        server.settle();
        assertEquals("41/admin,", client.received().get(4), "the client is told");
        client.receive("42/admin,[\"leave\"]");
        join("/admin", "{\"token\":\"123\"}");
        client.gone();
        client.gone();
        server.settle();
        assertEquals(3, doors.told.size(), "by the client, by the application, with the connection: " + doors.told);
        assertFalse(doors.clients.get(2).isConnected(), "and then it is out");
    }

    @Test
    void whoseConnectionTheApplicationEndsIsOutEverywhereAndToldWhy() {
        join("/", "");
        join("/admin", "{\"token\":\"123\"}");
        client.received().clear();
        doors.clients.get(0).close();
        doors.clients.get(0).close();
        doors.clients.get(0).emit("late", 1);
        org.carillon.clients.TestHandlers.rooms(server.publisher()).everyone().emit("late", 2);
        server.settle();
        assertEquals(List.of(4021), client.closed(), "the code that says so, once");
        assertEquals(List.of(), client.received(), "and nothing after it");
        assertEquals(List.of("disconnected by the application"), doors.told, "its handler is told once");
    }

    @Test
    void whatIsSentBeforeTheClientIsInBreaksTheProtocol() {
        client.receive("40/admin,{\"token\":\"123\"}");
        assertThrows(ProtocolException.class, () -> client.receive("42/admin,[\"leave\"]"), "as with the reference");
    }

    @Test
    void whoIsGoneBeforeItIsLetInIsLeftOutAndSaidToBeGone() {
        doors.meanwhile = client::gone;
        join("/admin", "{\"token\":\"123\"}");
        assertEquals(1, doors.told.size(), "who let it in is told");
        assertFalse(doors.clients.get(0).isConnected(), "and it never was connected");
    }

    private void join(String namespace, String auth) {
        client.receive("40" + (namespace.equals("/") ? "" : namespace + ",") + auth);
        server.settle();
    }
}
