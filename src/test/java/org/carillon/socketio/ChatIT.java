package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page's chat, as it is deployed. */
@ExtendWith(FixtureServer.class)
class ChatIT {

    @Test
    void peopleTalk(RunningServer server) {
        try (var ada = enter(server, "Ada"); var bob = enter(server, "Bob")) {
            assertEquals("42/chat,[\"entered\",\"Bob\"]", ada.await("Ada sees Bob", message -> message.contains("entered")));
            bob.send("42/chat,2[\"say\",{\"room\":\"kitchen\",\"text\":\"Hello\"}]");
            assertEquals("42/chat,[\"said\",{\"by\":\"Bob\",\"text\":\"Hello\"}]", ada.await("Ada hears Bob", message -> message.contains("said")));
            assertEquals("43/chat,2[]", bob.await("Bob is answered", message -> message.startsWith("43/chat,2")));
            bob.send("42/chat,3[\"say\",{\"room\":\"cellar\",\"text\":\"Hello\"}]");
            assertTrue(bob.await("Bob is refused", message -> message.startsWith("43/chat,3")).contains("\"refused\",\"message\":\"Enter the room first.\""));
            bob.send("42/chat,4[\"say\",{\"room\":\"kitchen\"}]");
            assertTrue(bob.await("Bob is corrected", message -> message.startsWith("43/chat,4")).contains("Argument 1.text is missing."));
            bob.send("41/chat,");
            assertEquals("42/chat,[\"gone\",\"Bob\"]", ada.await("Ada sees Bob go", message -> message.contains("gone")));
        }
    }

    @Test
    void whoDoesNotSayWhoHeIsIsRefused(RunningServer server) {
        try (var nobody = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"))) {
            nobody.send("40/chat,");
            assertTrue(nobody.awaitPackets(2).get(1).startsWith("44/chat,{\"message\":\"Say who you are"), "with the message");
        }
    }

    private static RawWebSocket enter(RunningServer server, String name) {
        var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"));
        socket.send("40/chat,{\"name\":\"" + name + "\"}");
        socket.awaitPackets(2);
        socket.send("42/chat,1[\"enter\",\"kitchen\"]");
        assertEquals("43/chat,1[1]", socket.await("in the room", message -> message.startsWith("43/chat,1")));
        return socket;
    }
}
