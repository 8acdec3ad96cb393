package org.carillon.socketio;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.carillon.api.Announcement;
import org.carillon.api.Arguments;
import org.carillon.api.Audience;
import org.carillon.api.Client;
import org.carillon.api.ConnectionRefused;
import org.carillon.api.Handshake;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Frame;
import org.carillon.broadcast.Subscription;
import org.carillon.broadcast.Subscription.Beginning;
import org.carillon.broadcast.Subscription.Start;
import org.carillon.clients.ArgumentWriter;
import org.carillon.clients.Namespace;
import org.carillon.clients.RoomNames;
import org.carillon.journal.Position;
import org.carillon.socketio.RecoveryTable.Row;

/**
 * One client in one namespace. It is joining until its handler has let it in, and what is emitted to it meanwhile is held back
 * until it is told that it is in. Safe for use by several threads.
 */
final class NamespaceClient implements Client {

    private enum State { JOINING, JOINED, LEFT }

    /** What may be emitted to a client before it is in; far below what its queue takes. */
    private static final int MAX_HELD = 100;

    private static final System.Logger LOG = System.getLogger(NamespaceClient.class.getName());

    private final SocketConnection connection;
    private final SocketIo shared;
    private final Namespace namespace;
    private final String name;
    private final Handshake handshake;
    private final boolean recoverable;
    private final Runnable takeOver;
    private final AwaitedAcks acks;
    private final Set<String> rooms = new LinkedHashSet<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private final List<Frame> held = new ArrayList<>();
    private State state = State.JOINING;
    private boolean letIn;
    private volatile String id;
    private volatile boolean recovered;
    private String pid;
    private String lastSeen;
    private String begun;
    private Subscription subscription;

    NamespaceClient(SocketConnection connection, SocketIo shared, Namespace namespace, String name, Handshake handshake) {
        this.connection = connection;
        this.shared = shared;
        this.namespace = namespace;
        this.name = name;
        this.handshake = handshake;
        this.recoverable = shared.recoversAll() || "1".equals(handshake.query().get("recovery")) || handshake.auth().getBoolean("recovery", false);
        this.takeOver = () -> connection.session().close(Disconnect.TAKEN_OVER);
        this.acks = new AwaitedAcks(shared.clock(), connection::handle);
        this.id = shared.sids().next();
    }

    /** Whether joining takes more than a look at memory. */
    boolean needsThread() {
        return namespace.decides() || recoverable;
    }

    /** Lets the client in, or tells it why not; waits for its handler and for the database, if it needs them. */
    void join() {
        if (recoverable) {
            restore();
        }
        try {
            namespace.connect(this);
        } catch (ConnectionRefused refused) {
            connection.refuse(this, String.valueOf(refused.getMessage()), refused.data());
            return;
        }
        if (!hear()) {
            // It was let in, so whoever let it in is told that it is gone.
            namespace.disconnect(this, Disconnect.CONNECTION_LOST.reason());
        }
    }

    private void restore() {
        var asked = text("pid");
        try {
            var row = asked == null ? null : shared.recoveries().find(asked, name).orElse(null);
            var seen = row == null || text("offset") != null ? text("offset") : row.begun();
            if (row != null && shared.recoveries().isResumable(seen, channels(row.sid(), row.rooms()))) {
                synchronized (this) {
                    pid = asked;
                    id = row.sid();
                    rooms.addAll(row.rooms());
                    lastSeen = seen;
                    recovered = true;
                }
            }
        } catch (RuntimeException away) {
            LOG.log(WARNING, "What client " + id + " had could not be looked up; it begins anew.", away);
        }
    }

    private String text(String key) {
        return handshake.auth().get(key) instanceof JsonString text ? text.getString() : null;
    }

    private synchronized boolean hear() {
        if (state == State.LEFT) {
            return false;
        }
        letIn = true;
        var channels = channels(id, rooms);
        if (recoverable || shared.beginsWithLast()) {
            var format = recoverable ? SocketIoFormat.WITH_POSITION : SocketIoFormat.PLAIN;
            subscription = connection.session().subscribe(channels, format, new Beginning(lastSeen, shared.beginsWithLast(), this::started));
        } else {
            subscription = connection.session().subscribe(channels, SocketIoFormat.PLAIN, firstFrames());
        }
        return true;
    }

    /** On the replayer's thread, before anything that was missed. */
    private synchronized void started(Position from, Start how) {
        if (state != State.JOINING) {
            return;
        }
        recovered &= how == Start.RESUMED;
        if (recoverable) {
            pid = recovered ? pid : shared.sids().next();
            begun = from.toString();
        }
        connection.session().send(firstFrames());
        if (recoverable && state == State.JOINED) {
            shared.recoveries().connected(row(), takeOver);
        }
    }

    /** That it is in, and what was emitted to it meanwhile; what is emitted from now on follows. */
    private List<Frame> firstFrames() {
        state = State.JOINED;
        held.add(0, PacketWriter.connected(name, id, pid));
        var first = List.copyOf(held);
        held.clear();
        return first;
    }

    /** @param forGood whether the client could not come back: it has left, or was made to */
    void leave(String reason, boolean forGood) {
        boolean wasLetIn;
        synchronized (this) {
            if (state == State.LEFT) {
                return;
            }
            state = State.LEFT;
            wasLetIn = letIn;
            if (subscription != null) {
                subscription.end();
            }
            if (pid != null && begun != null) {
                shared.recoveries().left(row(), takeOver, forGood);
            }
        }
        acks.fail();
        if (wasLetIn && namespace.hearsDisconnect()) {
            connection.handleLast(() -> namespace.disconnect(this, reason));
        }
    }

    /** What the client sent: an event, or an acknowledgement. */
    void receive(Assembler.Received received) {
        var packet = received.packet();
        var values = packet.data().asJsonArray();
        if (packet.isAck()) {
            acks.complete(packet.id(), new Arguments(values, received.attachments()));
            return;
        }
        var event = ((JsonString) values.get(0)).getString();
        var answer = new Answer(this, packet.id());
        if (namespace.handles(event) || answer.isAsked()) {
            var arguments = new Arguments(Json.createArrayBuilder(values).remove(0).build(), received.attachments());
            connection.handle(received.bytes(), () -> namespace.event(this, event, arguments, answer));
        }
    }

    void acknowledge(long ackId, Arguments arguments) {
        send(PacketWriter.ack(name, ackId, arguments), false);
    }

    void sweep() {
        acks.sweep();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String namespace() {
        return name;
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public boolean isRecovered() {
        return recovered;
    }

    @Override
    public synchronized boolean isConnected() {
        return state == State.JOINED;
    }

    @Override
    public synchronized Set<String> rooms() {
        return Set.copyOf(rooms);
    }

    @Override
    public void join(String... names) {
        for (String room : names) {
            var channel = RoomNames.channel(name, room);
            synchronized (this) {
                if (state == State.LEFT || room.equals(id) || room.equals(Announcement.EVERYONE) || rooms.contains(room)) {
                    continue;
                }
                if (rooms.size() >= MAX_ROOMS) {
                    throw new IllegalStateException("Client " + id + " is in " + MAX_ROOMS + " rooms; let it leave one before it joins " + room + ".");
                }
                rooms.add(room);
                if (subscription != null) {
                    subscription.join(channel);
                }
                roomsChanged();
            }
        }
    }

    @Override
    public void leave(String... names) {
        for (String room : names) {
            synchronized (this) {
                if (rooms.remove(room) && subscription != null) {
                    subscription.leave(RoomNames.channel(name, room));
                }
                roomsChanged();
            }
        }
    }

    private void roomsChanged() {
        if (recoverable && state == State.JOINED) {
            shared.recoveries().changed(row());
        }
    }

    @Override
    public void emit(String event, Object... arguments) {
        send(event(SocketPacket.NO_ID, event, arguments), false);
    }

    @Override
    public void emitVolatile(String event, Object... arguments) {
        send(event(SocketPacket.NO_ID, event, arguments), true);
    }

    @Override
    public CompletionStage<Arguments> emitWithAck(Duration timeout, String event, Object... arguments) {
        var future = new CompletableFuture<Arguments>();
        long ackId = isLeft() ? SocketPacket.NO_ID : acks.await(timeout, future);
        if (ackId == SocketPacket.NO_ID) {
            future.completeExceptionally(new IllegalStateException("The client has left, or " + MAX_AWAITED_ACKS + " acknowledgements are awaited from it already."));
        } else {
            send(event(ackId, event, arguments), false);
            if (isLeft()) {
                acks.fail();
            }
        }
        return future;
    }

    private List<Frame> event(long ackId, String event, Object... arguments) {
        var written = ArgumentWriter.write(arguments);
        if (recoverable && ackId == SocketPacket.NO_ID) {
            // It has no place in the journal, and libraries take a text at the end for one.
            written = new Arguments(Json.createArrayBuilder(written.values()).addNull().build(), written.attachments());
        }
        return PacketWriter.event(name, ackId, event, written);
    }

    private void send(List<Frame> frames, boolean ofTheMoment) {
        synchronized (this) {
            if (state == State.JOINING) {
                if (held.size() + frames.size() > MAX_HELD) {
                    throw new IllegalStateException("More than " + MAX_HELD + " frames were emitted to a client that is not in yet.");
                }
                held.addAll(frames);
                return;
            }
            if (state == State.LEFT) {
                return;
            }
        }
        if (ofTheMoment) {
            connection.session().sendIfIdle(frames);
        } else {
            connection.session().send(frames);
        }
    }

    @Override
    public Audience others() {
        return shared.rooms().of(name).everyone().except(id);
    }

    @Override
    public Audience to(String... names) {
        return shared.rooms().of(name).to(names).except(id);
    }

    @Override
    public void disconnect() {
        connection.disconnect(this);
    }

    @Override
    public void close() {
        leave(Disconnect.DISCONNECTED.reason(), true);
        connection.session().close(Disconnect.DISCONNECTED);
    }

    @Override
    public synchronized Object attribute(String key) {
        return attributes.get(key);
    }

    @Override
    public synchronized void attribute(String key, Object value) {
        if (value == null) {
            attributes.remove(key);
        } else if (attributes.size() >= MAX_ATTRIBUTES && !attributes.containsKey(key)) {
            throw new IllegalStateException("Client " + id + " has " + MAX_ATTRIBUTES + " attributes; forget one before " + key + " is kept.");
        } else {
            attributes.put(key, value);
        }
    }

    private synchronized boolean isLeft() {
        return state == State.LEFT;
    }

    private Row row() {
        return new Row(pid, id, name, Set.copyOf(rooms), begun);
    }

    private Set<String> channels(String own, Set<String> joined) {
        var channels = new LinkedHashSet<String>();
        channels.add(RoomNames.everyone(name));
        channels.add(RoomNames.channel(name, own));
        joined.forEach(room -> channels.add(RoomNames.channel(name, room)));
        return channels;
    }
}
