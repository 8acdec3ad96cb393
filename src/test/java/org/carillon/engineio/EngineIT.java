package org.carillon.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.carillon.server.Http;
import org.carillon.server.Polling;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.carillon.server.SharedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Engine.IO and Socket.IO as a raw client sees them, where all is well. */
@ExtendWith(SharedServer.class)
class EngineIT {

    private static final String EVENT = "42[\"background_task_response\",{\"data\":\"Background Task Result\"}]";

    @Test
    void aPollingClientIsOfferedTheUpgradeAndTheNumbersOfTheProtocol(RunningServer server) {
        var open = Polling.open(server).openPacket();
        assertTrue(open.matches("0\\{\"sid\":\"[0-9a-f]{8}[A-Za-z0-9_-]{20}\",\"upgrades\":\\[\"websocket\"\\],\"pingInterval\":1000,\"pingTimeout\":5000,\"maxPayload\":1000000\\}"), open);
    }

    @Test
    void aWebSocketClientIsOfferedNoUpgrade(RunningServer server) {
        try (var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"))) {
            assertTrue(socket.await("the session opens", packet -> packet.startsWith("0")).contains("\"upgrades\":[]"));
        }
    }

    @Test
    void noCookieIsSetUnlessItIsWanted(RunningServer server) {
        for (String door : List.of("/socket.io/?EIO=4&transport=polling", "/")) {
            assertEquals(List.of(), Http.get(server.uri(door)).headers().allValues("Set-Cookie"), door);
        }
    }

    @Test
    void theRecipesEventArrivesByPollingToTheLetter(RunningServer server) {
        assertEquals(EVENT, Polling.connect(server).pollFor("42"));
    }

    @Test
    void theRecipesEventArrivesByWebSocketToTheLetter(RunningServer server) {
        try (var socket = connected(server)) {
            assertEquals(EVENT, socket.await("the event arrives", packet -> packet.startsWith("42")));
        }
    }

    @Test
    void aClientThatHasNotJoinedHearsNothingAndIsSentAwayInTime(RunningServer server) {
        try (var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"))) {
            assertEquals(4005, socket.awaitClosed());
            assertTrue(socket.messages().stream().noneMatch(packet -> packet.startsWith("42")), "nothing is told before CONNECT: " + socket.messages());
        }
    }

    @Test
    void anUnknownNamespaceIsRefusedAndTheSessionLives(RunningServer server) {
        try (var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"))) {
            socket.send("40/nowhere,");
            assertEquals("44/nowhere,{\"message\":\"Invalid namespace\"}", socket.await("the refusal comes", packet -> packet.startsWith("44")));
            socket.send("40");
            socket.await("the default namespace can be joined", packet -> packet.startsWith("40"));
        }
    }

    @Test
    void severalPacketsInOneBodyAreTakenInOrder(RunningServer server) {
        var polling = Polling.open(server);
        assertEquals("ok", polling.post("40\u001e42[\"a\"]\u001e42[\"b\",{\"c\":1}]").body());
        assertTrue(polling.pollFor("40{").contains("sid"));
    }

    @Test
    void anUpgradeLosesDoublesAndSwapsNothing(RunningServer server) {
        var polling = Polling.connect(server);
        var parked = polling.park();
        try (var socket = RawWebSocket.connect(polling.webSocket())) {
            socket.send("2probe");
            socket.await("the probe is answered", "3probe"::equals);
            assertEquals(200, Http.join(parked).statusCode(), "the waiting poll is let go");
            assertEquals(200, polling.get().statusCode(), "and a late one is not kept");
            socket.send("5");
            socket.await("events come by WebSocket now", EVENT::equals);
            assertEquals(400, polling.get().statusCode(), "polling is over for this session");
            try (var second = RawWebSocket.connect(polling.webSocket())) {
                assertEquals(4001, second.awaitClosed(), "and so are further upgrades");
            }
        }
    }

    @Test
    void aCandidateThatGoesAwayLeavesTheSessionOnPolling(RunningServer server) {
        var polling = Polling.connect(server);
        try (var socket = RawWebSocket.connect(polling.webSocket())) {
            socket.send("2probe");
            socket.await("the probe is answered", "3probe"::equals);
            socket.send("4nonsense before the upgrade");
            assertEquals(4001, socket.awaitClosed());
        }
        assertEquals(EVENT, polling.pollFor("42"));
    }

    @Test
    void aClientThatAnswersPingsStaysAndOneThatDoesNotGoes(RunningServer server) {
        try (var lively = connected(server); var silent = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"), false)) {
            silent.send("40");
            assertEquals(4002, silent.awaitClosed());
            long pings = lively.messages().stream().filter("2"::equals).count();
            assertTrue(pings >= 1, "the other one was pinged too");
            lively.await("and still hears events", EVENT::equals);
        }
        var mute = Polling.open(server);
        mute.post("40");
        int status = 200;
        for (int i = 0; status == 200 && i < 50; i++) {
            status = mute.get().statusCode();
        }
        assertEquals(400, status, "a polling client that never answers a ping is forgotten");
    }

    @Test
    void aClientClosesInGoodOrder(RunningServer server) {
        try (var socket = connected(server)) {
            socket.send("1");
            assertEquals(1000, socket.awaitClosed());
        }
        for (int i = 0; i < 20; i++) {
            // Which of the two the server reads first is not in the client's hands.
            var polling = Polling.open(server);
            var parked = polling.park();
            Http.join(Http.send("POST", polling.uri(), "1"));
            assertEquals("6", Http.join(parked).body(), "the poll is let go with a NOOP");
            assertEquals(400, polling.get().statusCode(), "the session is over");
        }
    }

    static RawWebSocket connected(RunningServer server) {
        var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"));
        socket.send("40");
        socket.await("the namespace is joined", packet -> packet.startsWith("40{"));
        return socket;
    }
}
