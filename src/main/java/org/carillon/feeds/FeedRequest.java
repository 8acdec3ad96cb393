package org.carillon.feeds;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.Set;
import org.carillon.access.BoundedJson;
import org.carillon.api.Announcement;
import org.carillon.feeds.FeedRefusal.Code;

/**
 * What a client of {@code /feed} sends. Fields that it does not know are ignored, so that clients of a later version are
 * understood. Immutable.
 *
 * @param type     what is asked for
 * @param id       as the client chose it, as JSON; null without one
 * @param channels of subscribe and unsubscribe; else empty
 * @param position where to go on; null if the client is new
 * @param last     whether to begin with each channel's last publication; null if the client leaves that to the server
 */
record FeedRequest(Type type, JsonValue id, Set<String> channels, String position, Boolean last) {

    enum Type { SUBSCRIBE, UNSUBSCRIBE, PING, PONG }

    /** Characters of an id: it is sent back, and a UUID has 36. */
    static final int MAX_ID = 64;

    /**
     * What the client gave as the id, as far as it can be known: a refusal should carry it too.
     *
     * @throws FeedRefusal if this is no JSON object
     */
    static JsonObject object(String text) {
        try {
            if (BoundedJson.parse(text) instanceof JsonObject object) {
                return object;
            }
            throw new FeedRefusal(Code.MALFORMED, "A message is one JSON object; this is another JSON value.");
        } catch (JsonException notJson) {
            throw new FeedRefusal(Code.MALFORMED, "A message is one JSON object, nested at most " + BoundedJson.MAX_DEPTH + " deep, with numbers of at most "
                    + BoundedJson.MAX_NUMBER + " characters; this is " + notJson.getMessage() + ".");
        }
    }

    /** The id if it is one; else null. */
    static JsonValue idOf(JsonObject object) {
        var id = object.get("id");
        boolean valid = id instanceof JsonString text && text.getString().length() <= MAX_ID && ChannelNames.isText(text.getString())
                || id instanceof JsonNumber number && number.toString().length() <= MAX_ID;
        return valid ? id : null;
    }

    /** @throws FeedRefusal if a field is missing or not what it must be */
    static FeedRequest of(JsonObject object) {
        var id = idOf(object);
        if (object.containsKey("id") && id == null) {
            throw new FeedRefusal(Code.INVALID, "Field 'id' is a text or a number of at most " + MAX_ID + " characters.");
        }
        var type = type(object);
        boolean names = type == Type.SUBSCRIBE || type == Type.UNSUBSCRIBE;
        return new FeedRequest(type, id, names ? channels(object) : Set.of(), text(object, "position"), flag(object, "last"));
    }

    private static Type type(JsonObject object) {
        var name = text(object, "type");
        return switch (name == null ? "" : name) {
            case "subscribe" -> Type.SUBSCRIBE;
            case "unsubscribe" -> Type.UNSUBSCRIBE;
            case "ping" -> Type.PING;
            case "pong" -> Type.PONG;
            default -> throw new FeedRefusal(Code.UNKNOWN_TYPE, "Field 'type' is one of subscribe, unsubscribe, ping, pong.");
        };
    }

    private static Set<String> channels(JsonObject object) {
        if (!(object.get("channels") instanceof JsonArray array) || array.isEmpty()) {
            throw new FeedRefusal(Code.INVALID, "Field 'channels' is a list of one channel's name or more, such as [\"" + Announcement.EVERYONE + "\"].");
        }
        var channels = new LinkedHashSet<String>();
        for (JsonValue value : array) {
            boolean valid = value instanceof JsonString name && ChannelNames.isValid(name.getString());
            if (!valid) {
                throw new FeedRefusal(Code.INVALID, "Field 'channels' has a name that is none: " + ChannelNames.RULE);
            }
            channels.add(((JsonString) value).getString());
        }
        return channels;
    }

    private static String text(JsonObject object, String field) {
        var value = object.getOrDefault(field, JsonValue.NULL);
        if (value == JsonValue.NULL) {
            return null;
        }
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw new FeedRefusal(Code.INVALID, "Field '" + field + "' is a text, or left out.");
    }

    private static Boolean flag(JsonObject object, String field) {
        var value = object.getOrDefault(field, JsonValue.NULL);
        return switch (value.getValueType()) {
            case NULL -> null;
            case TRUE -> true;
            case FALSE -> false;
            default -> throw new FeedRefusal(Code.INVALID, "Field '" + field + "' is true or false, or left out.");
        };
    }
}
