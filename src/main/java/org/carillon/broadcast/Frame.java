package org.carillon.broadcast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A message as one wire format has it, encoded once and shared by all sessions of that format. Immutable but for the buffer,
 * which nobody writes to and whoever reads duplicates.
 */
public final class Frame {

    /** FIN and the opcode; RFC 6455, 5.2. What a server sends is not masked. */
    private static final byte TEXT = (byte) 0x81;
    private static final byte BINARY = (byte) 0x82;

    private static final int ONE_BYTE = 125;
    private static final int TWO_BYTES = 65_535;

    /**
     * Where a frame waits that may give way to a later one of the same lane.
     *
     * @param channel of the publication
     * @param format  of the frame: two subscriptions of one session may tell the same in two forms
     * @param policy  not DISCONNECT
     */
    record Lane(String channel, WireFormat format, SlowClients.Policy policy) {
    }

    private final String text;
    private final ByteBuffer binary;
    private final byte[] wire;
    private final int bytes;
    private final Lane lane;

    private Frame(String text, ByteBuffer binary, byte[] wire, int bytes, Lane lane) {
        this.text = text;
        this.binary = binary;
        this.wire = wire;
        this.bytes = bytes;
        this.lane = lane;
    }

    public static Frame of(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new Frame(text, null, wire(TEXT, ByteBuffer.wrap(utf8)), utf8.length, null);
    }

    public static Frame of(ByteBuffer binary) {
        return new Frame(null, binary.asReadOnlyBuffer(), wire(BINARY, binary.duplicate()), binary.remaining(), null);
    }

    public boolean isBinary() {
        return binary != null;
    }

    /** What is sent; null if binary. */
    public String text() {
        return text;
    }

    /** What is sent; null if text. */
    public ByteBuffer binary() {
        return binary;
    }

    /** Its length, of text in UTF-8: what it counts for in a queue. */
    public int bytes() {
        return bytes;
    }

    /** The same, but it may give way. */
    Frame in(Lane given) {
        return new Frame(text, binary, wire, bytes, given);
    }

    /** Null if no client may do without it. */
    Lane lane() {
        return lane;
    }

    /** The payload as it travels: text in UTF-8. A buffer of the caller's own over the shared bytes. */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(wire, wire.length - bytes, bytes).slice();
    }

    /** The whole WebSocket frame: header and payload. A buffer of the caller's own over the shared bytes. */
    ByteBuffer webSocket() {
        return ByteBuffer.wrap(wire);
    }

    /** Length of {@link #webSocket}. */
    int webSocketBytes() {
        return wire.length;
    }

    private static byte[] wire(byte first, ByteBuffer payload) {
        int length = payload.remaining();
        var frame = ByteBuffer.allocate(length + (length <= ONE_BYTE ? 2 : length <= TWO_BYTES ? 4 : 10));
        frame.put(first);
        if (length <= ONE_BYTE) {
            frame.put((byte) length);
        } else if (length <= TWO_BYTES) {
            frame.put((byte) (ONE_BYTE + 1)).putShort((short) length);
        } else {
            frame.put((byte) (ONE_BYTE + 2)).putLong(length);
        }
        return frame.put(payload).array();
    }
}
