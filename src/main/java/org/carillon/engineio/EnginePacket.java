package org.carillon.engineio;

import java.nio.ByteBuffer;

/**
 * One Engine.IO packet. Immutable but for the buffer, which nobody writes to.
 *
 * @param text   of a text packet, else null
 * @param binary of a binary message, else null
 */
public record EnginePacket(Type type, String text, ByteBuffer binary) {

    /** The packet types of Engine.IO 4; the digit on the wire is the ordinal. */
    public enum Type { OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP }

    static EnginePacket of(Type type, String text) {
        return new EnginePacket(type, text, null);
    }

    static EnginePacket binary(ByteBuffer data) {
        return new EnginePacket(Type.MESSAGE, null, data);
    }

    boolean isProbe() {
        return type == Type.PING && "probe".equals(text);
    }
}
