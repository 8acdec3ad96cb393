package org.carillon.engineio;

import jakarta.websocket.SendResult;
import java.nio.ByteBuffer;
import java.util.List;
import org.carillon.broadcast.Sessions;
import org.carillon.monitoring.SettableClock;

/** One client on a WebSocket, for the tests of the layer above. For one thread. */
public final class TestEngine {

    private static final Protocol PROTOCOL = new Protocol(25_000, 20_000, 10_000, 15_000, 1_000_000, 100);

    private final FakeSocket socket = new FakeSocket();
    private final EngineSession session;
    private final Transport transport;

    public TestEngine(String sid, Sessions sessions, MessageHandler.Factory above) {
        session = new EngineSession(sid, Handshake.NONE, PROTOCOL, sessions, new SettableClock(), above::handlerOf);
        transport = session.openWebSocket(socket.session());
        socket.received.clear();
    }

    /** Packets that came behind the OPEN packet; an attachment as {@code <hexadecimal digits>}. */
    public List<String> received() {
        return socket.received;
    }

    public void receive(String packet) {
        session.receive(EngineCodec.decode(packet), transport);
    }

    /** Codes with which the server closed. */
    public List<Integer> closed() {
        return socket.closed;
    }

    /** One look at the session's timers. */
    public void sweep() {
        session.sweep();
    }

    /** From now on the client takes one frame, which stays under way, and then no more. */
    public void stall() {
        socket.finishing = false;
    }

    /** The client takes what waits, and goes on taking. */
    public void readOn() {
        socket.finishing = true;
        while (!socket.unfinished.isEmpty()) {
            socket.unfinished.remove().onResult(new SendResult());
        }
    }

    /** The connection breaks. */
    public void gone() {
        session.ended(transport);
    }

    public void receive(byte[] attachment) {
        session.receive(EnginePacket.binary(ByteBuffer.wrap(attachment)), transport);
    }
}
