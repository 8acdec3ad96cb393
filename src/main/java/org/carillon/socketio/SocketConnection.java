package org.carillon.socketio;

import java.util.Set;
import org.carillon.api.Announcement;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Replayer;

/**
 * Socket.IO above one Engine.IO session: joining the default namespace, and what a client sends. Messages come from one thread
 * at a time.
 */
final class SocketConnection implements MessageHandler {

    /** Every client hears what is told to all. */
    private static final Set<String> EVERYONE = Set.of(Announcement.EVERYONE);

    private final EngineSession session;
    private final Sids sids;
    private final boolean beginWithLast;
    private final Replayer replayer;
    private volatile boolean connected;
    private int attachmentsToCome;

    SocketConnection(EngineSession session, Sids sids, boolean beginWithLast, Replayer replayer) {
        this.session = session;
        this.sids = sids;
        this.beginWithLast = beginWithLast;
        this.replayer = replayer;
    }

    @Override
    public void message(EnginePacket message) {
        boolean binary = message.binary() != null;
        if (binary != attachmentsToCome > 0) {
            throw new ProtocolException(binary ? "an attachment that no packet announced" : "a packet in the place of an attachment");
        }
        if (binary) {
            attachmentsToCome--;
        } else {
            packet(SocketCodec.decode(message.text()));
        }
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public void closed(Disconnect reason) {
        connected = false;
    }

    private void packet(SocketPacket packet) {
        if (packet.type() == SocketPacket.Type.CONNECT) {
            connect(packet.namespace());
            return;
        }
        if (!connected || !packet.namespace().equals(SocketCodec.DEFAULT_NAMESPACE)) {
            throw new ProtocolException("a packet for a namespace that was not joined");
        }
        if (packet.type() == SocketPacket.Type.DISCONNECT) {
            connected = false;
            session.stopListening();
        }
        attachmentsToCome = packet.attachments();
    }

    private void connect(String namespace) {
        if (!namespace.equals(SocketCodec.DEFAULT_NAMESPACE)) {
            session.send(SocketCodec.connectError(namespace, "Invalid namespace"));
        } else if (connected) {
            throw new ProtocolException("a namespace joined twice");
        } else {
            connected = true;
            session.send(SocketCodec.connected(sids.next()));
            session.listen(EVERYONE, beginWithLast, replayer);
        }
    }
}
