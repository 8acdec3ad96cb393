package org.carillon.socketio;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import org.carillon.access.BoundedJson;
import org.carillon.api.Arguments;
import org.carillon.clients.HandlerCatalogue;
import org.carillon.clients.RoomNames;
import org.carillon.engineio.ProtocolException;
import org.carillon.socketio.SocketPacket.Type;

/**
 * Socket.IO 5 on the wire: {@code type [attachments-] [/namespace,] [id] [JSON]}. Source: the Socket.IO protocol, revision
 * 5, and the reference parser where that is stricter. Has no state.
 */
final class SocketCodec {

    /** Binary parts of one packet. */
    static final int MAX_ATTACHMENTS = Arguments.MAX_ATTACHMENTS;

    /** Characters of a namespace. */
    static final int MAX_NAMESPACE = 255;

    /** Digits of an acknowledgement's id: what a JavaScript number holds exactly. */
    static final int MAX_ID_DIGITS = 15;

    private final String text;
    private int at;

    private SocketCodec(String text) {
        this.text = text;
    }

    /** @throws ProtocolException if this is no packet that a client may send */
    static SocketPacket decode(String text) {
        return new SocketCodec(text).packet();
    }

    private SocketPacket packet() {
        var type = type();
        int attachments = type.isBinary() ? attachments() : 0;
        var namespace = namespace();
        long id = digits(MAX_ID_DIGITS, SocketPacket.NO_ID);
        var data = at < text.length() ? json(text.substring(at)) : null;
        check(type, id, data);
        return new SocketPacket(type, namespace, id, data, attachments);
    }

    private Type type() {
        int digit = text.isEmpty() ? -1 : text.charAt(at++) - '0';
        if (digit < 0 || digit >= Type.values().length) {
            throw new ProtocolException("not a Socket.IO packet");
        }
        return Type.values()[digit];
    }

    private int attachments() {
        long count = digits(2, -1);
        if (count < 0 || count > MAX_ATTACHMENTS || at == text.length() || text.charAt(at++) != '-') {
            throw new ProtocolException("a binary packet without a count of attachments from 0 to " + MAX_ATTACHMENTS);
        }
        return (int) count;
    }

    private String namespace() {
        if (at == text.length() || text.charAt(at) != '/') {
            return RoomNames.DEFAULT_NAMESPACE;
        }
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        if (end - at > MAX_NAMESPACE) {
            throw new ProtocolException("a namespace of more than " + MAX_NAMESPACE + " characters");
        }
        var namespace = text.substring(at, end);
        at = Math.min(end + 1, text.length());
        return namespace;
    }

    private long digits(int most, long none) {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at - start > most) {
            throw new ProtocolException("a number of more than " + most + " digits");
        }
        return at == start ? none : Long.parseLong(text.substring(start, at));
    }

    private static JsonValue json(String text) {
        try {
            return BoundedJson.parse(text);
        } catch (JsonException refused) {
            throw new ProtocolException(refused.getMessage(), refused);
        }
    }

    private static void check(Type type, long id, JsonValue data) {
        boolean valid = switch (type) {
            case CONNECT -> data == null || data.getValueType() == ValueType.OBJECT;
            case DISCONNECT -> data == null;
            case EVENT, BINARY_EVENT -> data instanceof JsonArray array && !array.isEmpty()
                    && array.get(0) instanceof JsonString name && !HandlerCatalogue.RESERVED.contains(name.getString());
            case ACK, BINARY_ACK -> id != SocketPacket.NO_ID && data instanceof JsonArray;
            case CONNECT_ERROR -> false;
        };
        if (!valid) {
            throw new ProtocolException("data that a packet of type " + type + " cannot have");
        }
    }
}
