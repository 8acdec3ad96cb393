package org.carillon.feeds;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Locale;
import org.carillon.broadcast.Frame;
import org.carillon.broadcast.Subscription.Start;
import org.carillon.journal.Position;
import org.carillon.json.Json;

/** What the server says at {@code /feed} beside publications. Has no state. */
final class FeedMessages {

    /** Version of the protocol; a later one adds fields and types, which clients ignore, or has another subprotocol. */
    static final int VERSION = 1;

    private FeedMessages() {
    }

    static Frame welcome(FeedLimits limits) {
        return frame(message("welcome", null).add("version", VERSION).add("pingInterval", limits.pingInterval()).add("pingTimeout", limits.pingTimeout())
                .add("maxChannels", ChannelNames.MAX_CHANNELS).add("maxMessage", limits.maxMessage()).add("maxMessagesPerSecond", limits.messagesPerSecond()));
    }

    static Frame subscribed(JsonValue id, Collection<String> channels, Position from, Start how) {
        return frame(message("subscribed", id).add("channels", Json.createArrayBuilder(channels)).add("position", from.toString()).add("how", how.name().toLowerCase(Locale.ROOT)));
    }

    static Frame gap(Collection<String> channels, Position from) {
        return frame(message("gap", null).add("channels", Json.createArrayBuilder(channels)).add("position", from.toString()));
    }

    static Frame unsubscribed(JsonValue id, Collection<String> channels) {
        return frame(message("unsubscribed", id).add("channels", Json.createArrayBuilder(channels)));
    }

    static Frame pong(JsonValue id) {
        return frame(message("pong", id));
    }

    static Frame error(JsonValue id, FeedRefusal refusal) {
        return frame(message("error", id).add("code", refusal.code().name().toLowerCase(Locale.ROOT)).add("message", refusal.getMessage()));
    }

    private static JsonObjectBuilder message(String type, JsonValue id) {
        var message = Json.createObjectBuilder().add("type", type);
        return id == null ? message : message.add("id", id);
    }

    private static Frame frame(JsonObjectBuilder message) {
        return Frame.of(message.build().toString());
    }
}
