package org.carillon.engineio;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.carillon.broadcast.Disconnect;

/**
 * WebSocket at {@code /socket.io/}: a session of its own, or one that began on polling and moves here. One instance serves
 * one connection, and the container calls one method of it at a time. Messages are taken in parts, because only so are both
 * containers held to the bound, whole or in fragments.
 */
@ServerEndpoint("/socket.io/")
public class EngineEndpoint {

    /** Parts of one message, empty ones too, beyond those into which the containers cut it. */
    static final int MAX_PARTS = 1_024;

    /** Bytes of the smallest part into which they cut: half of what was seen. */
    private static final int PART = 4_096;

    private static final System.Logger LOG = System.getLogger(EngineEndpoint.class.getName());

    @Inject
    private EngineDoor door;

    private EngineSession session;
    private Transport transport;
    private int parts;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    EngineDoor door() {
        return door;
    }

    @OnOpen
    public void open(Session socket) throws IOException {
        var sid = socket.getRequestParameterMap().getOrDefault("sid", List.of());
        if (sid.isEmpty()) {
            session = door().newSession(Handshake.of(socket));
            transport = session.openWebSocket(socket);
        } else {
            session = door().session(sid.get(0)).orElse(null);
            transport = session == null ? null : session.probe(socket);
        }
        if (transport == null) {
            var refusal = sid.isEmpty() ? Disconnect.FULL : Disconnect.PROTOCOL_ERROR;
            socket.close(new CloseReason(CloseCodes.getCloseCode(refusal.code()), refusal.reason()));
        }
    }

    @OnMessage
    public void text(String part, boolean last) {
        if (fits(text.length() + part.length())) {
            text.append(part);
            if (last) {
                parts = 0;
                var whole = text.toString();
                text.setLength(0);
                receive(() -> EngineCodec.decode(whole));
            }
        }
    }

    @OnMessage
    public void binary(ByteBuffer part, boolean last) {
        if (fits(binary.size() + part.remaining())) {
            var bytes = new byte[part.remaining()];
            part.get(bytes);
            binary.writeBytes(bytes);
            if (last) {
                parts = 0;
                var whole = ByteBuffer.wrap(binary.toByteArray());
                binary.reset();
                receive(() -> EnginePacket.binary(whole));
            }
        }
    }

    @OnClose
    public void closed(CloseReason reason) {
        if (transport != null) {
            session.ended(transport);
        }
    }

    @OnError
    public void failed(Throwable cause) {
        LOG.log(DEBUG, "A WebSocket broke.", cause);
        if (transport != null) {
            session.ended(transport);
        }
    }

    private boolean fits(int size) {
        boolean fits = transport != null && size <= door().protocol().maxPayload() && ++parts <= MAX_PARTS + size / PART;
        if (!fits && transport != null) {
            session.close(Disconnect.TOO_LARGE);
        }
        return fits;
    }

    @FunctionalInterface
    private interface Decoder {
        EnginePacket decode();
    }

    private void receive(Decoder decoder) {
        try {
            session.receive(decoder.decode(), transport);
        } catch (ProtocolException malformed) {
            LOG.log(DEBUG, "Session {0} is closed: {1}.", session.id(), malformed.getMessage());
            session.refuse(transport);
        }
    }
}
