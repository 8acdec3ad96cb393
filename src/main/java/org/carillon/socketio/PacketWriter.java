package org.carillon.socketio;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.carillon.api.Arguments;
import org.carillon.broadcast.Frame;
import org.carillon.clients.RoomNames;
import org.carillon.json.Json;
import org.carillon.socketio.SocketPacket.Type;

/** Socket.IO 5 towards the client, each packet in one Engine.IO message, and its attachments in the next ones. Has no state. */
final class PacketWriter {

    private static final String MESSAGE = "4";

    private PacketWriter() {
    }

    /** @param pid by which the client may come back; null if it did not ask to */
    static Frame connected(String namespace, String sid, String pid) {
        var data = Json.createObjectBuilder().add("sid", sid);
        if (pid != null) {
            data.add("pid", pid);
        }
        return Frame.of(head(Type.CONNECT, namespace) + data.build());
    }

    /** @param data null for none */
    static Frame connectError(String namespace, String message, JsonValue data) {
        var error = Json.createObjectBuilder().add("message", message);
        if (data != null) {
            error.add("data", data);
        }
        return Frame.of(head(Type.CONNECT_ERROR, namespace) + error.build());
    }

    static Frame disconnected(String namespace) {
        return Frame.of(head(Type.DISCONNECT, namespace));
    }

    /** @param id of the acknowledgement that is asked for, or {@link SocketPacket#NO_ID} */
    static List<Frame> event(String namespace, long id, String event, Arguments arguments) {
        JsonArray data = Json.createArrayBuilder(arguments.values()).add(0, event).build();
        return packet(arguments.attachments().isEmpty() ? Type.EVENT : Type.BINARY_EVENT, namespace, id, data, arguments);
    }

    static List<Frame> ack(String namespace, long id, Arguments arguments) {
        return packet(arguments.attachments().isEmpty() ? Type.ACK : Type.BINARY_ACK, namespace, id, arguments.values(), arguments);
    }

    /** An event of the journal, whose data is JSON already. */
    static Frame event(String namespace, String event, String data) {
        return Frame.of(head(Type.EVENT, namespace) + '[' + Json.createValue(event) + ',' + data + ']');
    }

    private static List<Frame> packet(Type type, String namespace, long id, JsonArray data, Arguments arguments) {
        var frames = new ArrayList<Frame>();
        var count = type.isBinary() ? arguments.attachments().size() + "-" : "";
        frames.add(Frame.of(MESSAGE + type.ordinal() + count + place(namespace) + (id == SocketPacket.NO_ID ? "" : id) + data));
        arguments.attachments().forEach(attachment -> frames.add(Frame.of(attachment)));
        return frames;
    }

    private static String head(Type type, String namespace) {
        return MESSAGE + type.ordinal() + place(namespace);
    }

    private static String place(String namespace) {
        return namespace.equals(RoomNames.DEFAULT_NAMESPACE) ? "" : namespace + ",";
    }
}
