package org.carillon.socketio;

import jakarta.json.JsonValue;

/**
 * One Socket.IO packet without its attachments. Immutable.
 *
 * @param namespace   begins with a slash
 * @param id          of the acknowledgement, or {@link #NO_ID}
 * @param data        null where the packet has none
 * @param attachments how many binary messages follow
 */
record SocketPacket(Type type, String namespace, long id, JsonValue data, int attachments) {

    static final long NO_ID = -1;

    boolean isAck() {
        return type == Type.ACK || type == Type.BINARY_ACK;
    }

    /** The packet types of Socket.IO 5; the digit on the wire is the ordinal. */
    enum Type {
        CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR, BINARY_EVENT, BINARY_ACK;

        boolean isBinary() {
            return this == BINARY_EVENT || this == BINARY_ACK;
        }
    }
}
