package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.server.Await;
import org.carillon.server.EventReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who hears which channel. */
@ExtendWith(Api.class)
class ChannelsIT {

    /** A reader that has gone is found when it is next written to. */
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void thoseWhoHearAChannelAreCountedAndForgottenWhenTheyGo(Api api) throws IOException {
        var uri = api.server().uri("/events?channel=counted");
        try (var here = new EventReader(uri); var there = new EventReader(uri)) {
            Await.until("two hear it", SOON, () -> subscriptions(api) == 2);
            assertEquals(List.of(), Stream.concat(here.events().stream(), there.events().stream()).toList(), "nobody has said anything there");
        }
        Await.until("nobody hears it", SOON, () -> subscriptions(api) == 0);
        assertEquals(400, api.get("/api/channels?limit=0").status());
    }

    private static int subscriptions(Api api) {
        return api.get("/api/channels?limit=1000").json().getJsonArray("channels").stream().map(channel -> channel.asJsonObject())
                .filter(channel -> channel.getString("channel").equals("counted")).mapToInt(channel -> channel.getInt("subscriptions")).sum();
    }
}
