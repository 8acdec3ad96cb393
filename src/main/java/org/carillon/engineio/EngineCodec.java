package org.carillon.engineio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.carillon.broadcast.Frame;
import org.carillon.engineio.EnginePacket.Type;

/**
 * Engine.IO 4 on the wire: one packet is a digit and its text; a polling body is packets between record separators, where
 * binary is {@code b} and base64. Source: the Engine.IO protocol, revision 4. Has no state.
 */
final class EngineCodec {

    static final char SEPARATOR = '\u001e';

    /** Packets of one polling body. What a browser gathers in one round trip is far less; more is an attack on the decoder. */
    static final int MAX_PACKETS = 100;

    static final Frame CLOSE = Frame.of("1");
    static final Frame PING = Frame.of("2");
    static final Frame PROBE_ANSWER = Frame.of("3probe");
    static final Frame NOOP = Frame.of("6");

    private EngineCodec() {
    }

    /** @throws ProtocolException if this is no packet */
    static EnginePacket decode(String text) {
        int type = text.isEmpty() ? -1 : text.charAt(0) - '0';
        if (type < 0 || type >= Type.values().length) {
            throw new ProtocolException("not an Engine.IO packet");
        }
        return EnginePacket.of(Type.values()[type], text.substring(1));
    }

    /** @throws ProtocolException if any part of the body is no packet, or there are too many */
    static List<EnginePacket> decodeBody(String body) {
        var packets = new ArrayList<EnginePacket>();
        int start = 0;
        while (start <= body.length()) {
            if (packets.size() == MAX_PACKETS) {
                throw new ProtocolException("more than " + MAX_PACKETS + " packets in one body");
            }
            int end = body.indexOf(SEPARATOR, start);
            end = end < 0 ? body.length() : end;
            packets.add(decodePart(body.substring(start, end)));
            start = end + 1;
        }
        return packets;
    }

    static String encodeBody(List<Frame> frames) {
        var body = new StringBuilder();
        for (Frame frame : frames) {
            if (!body.isEmpty()) {
                body.append(SEPARATOR);
            }
            if (frame.isBinary()) {
                body.append('b').append(StandardCharsets.ISO_8859_1.decode(Base64.getEncoder().encode(frame.binary().duplicate())));
            } else {
                body.append(frame.text());
            }
        }
        return body.toString();
    }

    /** Bytes of a frame in a polling body. */
    static int bytesInBody(Frame frame) {
        return frame.isBinary() ? 1 + (frame.bytes() + 2) / 3 * 4 : frame.bytes();
    }

    private static EnginePacket decodePart(String part) {
        if (!part.startsWith("b")) {
            return decode(part);
        }
        try {
            return EnginePacket.binary(ByteBuffer.wrap(Base64.getDecoder().decode(part.substring(1))));
        } catch (IllegalArgumentException notBase64) {
            throw new ProtocolException("binary that is not base64", notBase64);
        }
    }
}
