package org.carillon.socketio;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.api.Handshake;
import org.carillon.broadcast.Disconnect;
import org.carillon.clients.Mailbox;
import org.carillon.engineio.EnginePacket;
import org.carillon.engineio.EngineSession;
import org.carillon.engineio.MessageHandler;
import org.carillon.engineio.ProtocolException;
import org.carillon.socketio.SocketPacket.Type;

/**
 * Socket.IO above one Engine.IO session: which namespaces its client is in, and what it sends. Messages come from one thread at a
 * time; the rest is safe for several.
 */
final class SocketConnection implements MessageHandler {

    /** Namespaces that one connection may be in: each costs memory and a look at every publication. */
    static final int MAX_NAMESPACES = 32;

    private static final String LEFT_BY_CLIENT = "the client left the namespace";
    private static final String LEFT_BY_SERVER = "the application made the client leave the namespace";

    private static final System.Logger LOG = System.getLogger(SocketConnection.class.getName());

    private final EngineSession session;
    private final SocketIo shared;
    private final Mailbox mailbox;
    private final Assembler assembler;
    private final Map<String, NamespaceClient> clients = new ConcurrentHashMap<>();
    private final Set<String> shut = ConcurrentHashMap.newKeySet();
    private volatile Disconnect closed;

    SocketConnection(EngineSession session, SocketIo shared) {
        this.session = session;
        this.shared = shared;
        this.mailbox = shared.pool().newMailbox();
        this.assembler = new Assembler(shared.maxPayload(), shared.clock());
    }

    EngineSession session() {
        return session;
    }

    @Override
    public void message(EnginePacket message) {
        var received = assembler.take(message);
        if (received != null) {
            packet(received);
        } else if (!clients.containsKey(assembler.namespace()) && !shut.contains(assembler.namespace())) {
            // Before its attachments take memory.
            throw new ProtocolException("a packet for a namespace that was not joined");
        }
    }

    @Override
    public boolean isConnected() {
        return clients.values().stream().anyMatch(NamespaceClient::isConnected);
    }

    @Override
    public void closed(Disconnect reason) {
        closed = reason;
        clients.values().forEach(client -> leave(client, reason));
        clients.clear();
    }

    /** Whom the application sent away comes back to no namespace, also if it was sent away from another. */
    private static void leave(NamespaceClient client, Disconnect reason) {
        client.leave(reason.reason(), reason == Disconnect.DISCONNECTED);
    }

    @Override
    public void sweep() {
        clients.values().forEach(NamespaceClient::sweep);
        if (assembler.isLate()) {
            LOG.log(DEBUG, "Session {0} is closed: attachments did not come in time.", session.id());
            session.close(Disconnect.PROTOCOL_ERROR);
        }
    }

    private void packet(Assembler.Received received) {
        var packet = received.packet();
        var client = clients.get(packet.namespace());
        if (packet.type() == Type.CONNECT) {
            if (client != null) {
                throw new ProtocolException("a namespace joined twice");
            }
            connect(packet.namespace(), packet.data() == null ? JsonValue.EMPTY_JSON_OBJECT : packet.data().asJsonObject());
        } else if (client == null) {
            // What was on its way when the application made the client leave is no offence.
            if (!shut.contains(packet.namespace())) {
                throw new ProtocolException("a packet for a namespace that was not joined");
            }
        } else if (packet.type() == Type.DISCONNECT) {
            clients.remove(packet.namespace());
            client.leave(LEFT_BY_CLIENT, true);
        } else if (client.isConnected()) {
            client.receive(received);
        } else {
            throw new ProtocolException("a packet for a namespace that is not joined yet");
        }
    }

    private void connect(String name, JsonObject auth) {
        var namespace = shared.handlers().find(name);
        if (namespace.isEmpty()) {
            session.send(PacketWriter.connectError(name, "Invalid namespace", null));
            return;
        }
        if (clients.size() >= MAX_NAMESPACES) {
            session.send(PacketWriter.connectError(name, "Too many namespaces on one connection; at most " + MAX_NAMESPACES, null));
            return;
        }
        shut.remove(name);
        var client = new NamespaceClient(this, shared, namespace.get(), name, handshake(auth));
        clients.put(name, client);
        if (client.needsThread()) {
            handle(0, client::join);
        } else {
            client.join();
        }
        if (closed != null) {
            // Closed meanwhile: nobody would make it leave later.
            leave(client, closed);
        }
    }

    private Handshake handshake(JsonObject auth) {
        var request = session.handshake();
        return new Handshake(request.query(), request.headers(), request.remoteAddress(), request.caller(), auth);
    }

    void refuse(NamespaceClient client, String message, JsonValue data) {
        if (clients.remove(client.namespace(), client)) {
            client.leave(message, true);
            session.send(PacketWriter.connectError(client.namespace(), message, data));
        }
    }

    void disconnect(NamespaceClient client) {
        if (clients.remove(client.namespace(), client)) {
            shut.add(client.namespace());
            client.leave(LEFT_BY_SERVER, true);
            session.send(PacketWriter.disconnected(client.namespace()));
        }
    }

    /** Does something on a handler's thread, in the client's order. A client for which too much waits is closed. */
    void handle(int bytes, Runnable work) {
        if (!mailbox.offer(bytes, work)) {
            session.close(Disconnect.HANDLERS_BUSY);
        }
    }

    void handle(Runnable work) {
        handle(0, work);
    }

    /** Does what comes once, at the end of a client, whatever waits. */
    void handleLast(Runnable work) {
        mailbox.offerLast(work);
    }
}
