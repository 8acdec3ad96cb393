package org.carillon.socketio;

import java.util.Set;
import org.carillon.api.Announcement;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Frame;
import org.carillon.broadcast.Subscription;
import org.carillon.broadcast.Subscription.Beginning;
import org.carillon.broadcast.WireFormat;
import org.carillon.engineio.EnginePacket;
import org.carillon.engineio.EngineSession;
import org.carillon.engineio.MessageHandler;
import org.carillon.engineio.ProtocolException;
import org.carillon.engineio.Sids;

/**
 * Socket.IO above one Engine.IO session: joining the default namespace, and what a client sends. Messages come from one thread
 * at a time.
 */
final class SocketConnection implements MessageHandler {

    /** Every client hears what is told to all. */
    private static final Set<String> EVERYONE = Set.of(Announcement.EVERYONE);

    private static final WireFormat FORMAT = new SocketIoFormat();

    private final EngineSession session;
    private final Sids sids;
    private final boolean beginWithLast;
    private volatile Subscription subscription;
    private int attachmentsToCome;

    SocketConnection(EngineSession session, Sids sids, boolean beginWithLast) {
        this.session = session;
        this.sids = sids;
        this.beginWithLast = beginWithLast;
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
        return subscription != null;
    }

    @Override
    public void closed(Disconnect reason) {
        subscription = null;
    }

    private void packet(SocketPacket packet) {
        if (packet.type() == SocketPacket.Type.CONNECT) {
            connect(packet.namespace());
            return;
        }
        if (subscription == null || !packet.namespace().equals(SocketCodec.DEFAULT_NAMESPACE)) {
            throw new ProtocolException("a packet for a namespace that was not joined");
        }
        if (packet.type() == SocketPacket.Type.DISCONNECT) {
            subscription.end();
            subscription = null;
        }
        attachmentsToCome = packet.attachments();
    }

    private void connect(String namespace) {
        if (!namespace.equals(SocketCodec.DEFAULT_NAMESPACE)) {
            session.send(Frame.of(SocketCodec.connectError(namespace, "Invalid namespace")));
        } else if (subscription != null) {
            throw new ProtocolException("a namespace joined twice");
        } else {
            session.send(Frame.of(SocketCodec.connected(sids.next())));
            subscription = session.subscribe(EVERYONE, FORMAT, beginWithLast ? new Beginning(null, true, (from, how) -> { }) : null);
        }
    }
}
