package org.carillon.administration;

import static org.carillon.administration.Api.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.util.List;
import org.carillon.server.RawWebSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who hears which channel. */
@ExtendWith(Api.class)
class ChannelsIT {

    @Test
    void thoseWhoHearAChannelAreCountedAndForgottenWhenTheyGo(Api api) {
        try (var here = subscribed(api); var there = subscribed(api)) {
            await("two hear it", () -> subscriptions(api) == 2);
            for (var socket : List.of(here, there)) {
                socket.await("it was told so", text -> text.startsWith("{\"type\":\"subscribed\""));
            }
        }
        await("nobody hears it", () -> subscriptions(api) == 0);
        assertEquals(400, api.get("/api/channels?limit=0").status());
    }

    @Test
    void aSocketIoClientIsCountedAmongEveryoneAndItsOwnChannelIsItsOwn(Api api) {
        try (var client = RawWebSocket.connect(api.server().webSocket("EIO=4&transport=websocket"))) {
            client.send("40");
            var sid = client.await("the namespace is joined", packet -> packet.startsWith("40{")).replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1");
            await("it hears what everyone does", () -> api.get("/api/channels").http().body().contains("\"everyone\""));
            assertFalse(api.get("/api/channels?limit=1000").http().body().contains(sid), "nobody else hears it");
        }
    }

    private static RawWebSocket subscribed(Api api) {
        var socket = RawWebSocket.connect(URI.create(api.server().uri("/feed").toString().replaceFirst("http", "ws")));
        socket.send("{\"type\":\"subscribe\",\"channels\":[\"counted\"]}");
        return socket;
    }

    private static int subscriptions(Api api) {
        return api.get("/api/channels?limit=1000").json().getJsonArray("channels").stream().map(channel -> channel.asJsonObject())
                .filter(channel -> channel.getString("channel").equals("counted")).mapToInt(channel -> channel.getInt("subscriptions")).sum();
    }
}
