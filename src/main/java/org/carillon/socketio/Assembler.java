package org.carillon.socketio;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.carillon.engineio.EnginePacket;
import org.carillon.engineio.ProtocolException;
import org.carillon.monitoring.MonotonicClock;

/** Puts packets and their attachments together. Messages come from one thread at a time; the timer may be asked by another. */
final class Assembler {

    /** How long a packet waits for its attachments: it holds memory meanwhile. */
    static final long PATIENCE_MILLIS = 10_000;

    /**
     * A packet that is complete.
     *
     * @param bytes what it holds in memory, about
     */
    record Received(SocketPacket packet, List<ByteBuffer> attachments, int bytes) {
    }

    private final int maxBytes;
    private final MonotonicClock clock;
    private final List<ByteBuffer> attachments = new ArrayList<>();
    private volatile SocketPacket waiting;
    private volatile long since;
    private int bytes;

    /** @param maxBytes of a packet and its attachments together */
    Assembler(int maxBytes, MonotonicClock clock) {
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /**
     * The packet that this message completes; null if there is more to come.
     *
     * @throws ProtocolException if the message is not what must come next, or a placeholder stands for nothing
     */
    Received take(EnginePacket message) {
        boolean binary = message.binary() != null;
        if (binary != (waiting != null)) {
            throw new ProtocolException(binary ? "an attachment that no packet announced" : "a packet in the place of an attachment");
        }
        return binary ? attachment(message.binary()) : packet(message.text());
    }

    /** Of the packet that waits for attachments. */
    String namespace() {
        return waiting.namespace();
    }

    /** Whether a packet has waited for its attachments for too long. */
    boolean isLate() {
        return waiting != null && clock.millisSince(since) > PATIENCE_MILLIS;
    }

    private Received packet(String text) {
        var packet = SocketCodec.decode(text);
        if (packet.type().isBinary()) {
            checkPlaceholders(packet.data(), packet.attachments());
        }
        if (packet.attachments() == 0) {
            return new Received(packet, List.of(), text.length());
        }
        bytes = text.length();
        since = clock.nanos();
        waiting = packet;
        return null;
    }

    private Received attachment(ByteBuffer attachment) {
        bytes += attachment.remaining();
        if (bytes > maxBytes) {
            throw new ProtocolException("a packet and its attachments have more than " + maxBytes + " bytes");
        }
        attachments.add(attachment);
        if (attachments.size() < waiting.attachments()) {
            return null;
        }
        var received = new Received(waiting, List.copyOf(attachments), bytes);
        attachments.clear();
        waiting = null;
        return received;
    }

    private static void checkPlaceholders(JsonValue value, int count) {
        if (value instanceof JsonArray array) {
            array.forEach(item -> checkPlaceholders(item, count));
        } else if (value instanceof JsonObject object) {
            if (JsonValue.TRUE.equals(object.get("_placeholder"))) {
                checkPlaceholder(object.get("num"), count);
            }
            object.values().forEach(item -> checkPlaceholders(item, count));
        }
    }

    private static void checkPlaceholder(JsonValue place, int count) {
        boolean known = place instanceof JsonNumber number && number.isIntegral() && number.bigDecimalValue().precision() < 3
                && number.intValue() >= 0 && number.intValue() < count;
        if (!known) {
            throw new ProtocolException("a placeholder for an attachment that is not there");
        }
    }
}
