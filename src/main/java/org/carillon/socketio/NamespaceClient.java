package org.carillon.socketio;

import jakarta.json.JsonString;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
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
import org.carillon.json.Json;
import org.carillon.socketio.RecoveryTable.Row;

/**
 * One client in one namespace. It is joining until its handler has let it in, and what is emitted to it meanwhile is held back
 * until it is told that it is in. Safe for use by several threads.
 */
final class NamespaceClient implements Client {

    private final SocketConnection connection;
    private final SocketIo shared;
    private final Namespace namespace;
    private final String name;
    private final Handshake handshake;
    private final Comeback comeback;
    private final Outbox outbox;
    private final AwaitedAcks acks;
    private final Set<String> rooms = new LinkedHashSet<>();
    private final Attributes attributes = new Attributes();
    private boolean letIn;
    private volatile String id;
    private Subscription subscription;

    NamespaceClient(SocketConnection connection, SocketIo shared, Namespace namespace, String name, Handshake handshake) {
        this.connection = connection;
        this.shared = shared;
        this.namespace = namespace;
        this.name = name;
        this.handshake = handshake;
        this.comeback = new Comeback(shared, handshake, name, () -> connection.session().close(Disconnect.TAKEN_OVER));
        this.outbox = new Outbox(connection.session());
        this.acks = new AwaitedAcks(shared.clock(), connection::handle);
        this.id = shared.sids().next();
    }

    /** Whether joining takes more than a look at memory. */
    boolean needsThread() {
        return namespace.decides() || comeback.isAsked();
    }

    /** Lets the client in, or tells it why not; waits for its handler and for the database, if it needs them. */
    void join() {
        if (isGone()) {
            // Looking up those who did not wait would make those behind them wait too long as well.
            return;
        }
        comeback.restore(row -> channels(row.sid(), row.rooms())).ifPresent(this::takeBack);
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

    private synchronized boolean isGone() {
        return outbox.isShut();
    }

    private synchronized void takeBack(Row row) {
        id = row.sid();
        rooms.addAll(row.rooms());
    }

    private synchronized boolean hear() {
        if (outbox.isShut()) {
            return false;
        }
        letIn = true;
        var channels = channels(id, rooms);
        if (comeback.isAsked() || shared.beginsWithLast()) {
            var format = comeback.isAsked() ? SocketIoFormat.WITH_POSITION : SocketIoFormat.PLAIN;
            subscription = connection.session().subscribe(channels, format, new Beginning(comeback.lastSeen(), shared.beginsWithLast(), this::started));
        } else {
            outbox.open(connected(), first -> subscription = connection.session().subscribe(channels, SocketIoFormat.PLAIN, first));
        }
        subscription.owns(RoomNames.channel(name, id));
        return true;
    }

    /** On the replayer's thread, before anything that was missed. */
    private synchronized void started(Position from, Start how) {
        if (outbox.isShut()) {
            return;
        }
        comeback.started(from, how == Start.RESUMED);
        comeback.joined(id, rooms);
        outbox.open(connected(), connection.session()::send);
    }

    private Frame connected() {
        return PacketWriter.connected(name, id, comeback.pid());
    }

    /** @param forGood whether the client could not come back: it has left, or was made to */
    void leave(String reason, boolean forGood) {
        boolean wasLetIn;
        synchronized (this) {
            if (!outbox.shut()) {
                return;
            }
            wasLetIn = letIn;
            if (subscription != null) {
                subscription.end();
            }
            comeback.left(id, rooms, forGood);
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
        outbox.send(PacketWriter.ack(name, ackId, arguments), false);
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
        return comeback.isRecovered();
    }

    @Override
    public boolean isConnected() {
        return outbox.isOpen();
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
                if (outbox.isShut() || room.equals(id) || room.equals(Announcement.EVERYONE) || rooms.contains(room)) {
                    continue;
                }
                if (rooms.size() >= MAX_ROOMS) {
                    throw new IllegalStateException("Client " + id + " is in " + MAX_ROOMS + " rooms; let it leave one before it joins " + room + ".");
                }
                rooms.add(room);
                if (subscription != null) {
                    subscription.join(channel);
                }
                comeback.changed(id, rooms);
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
                comeback.changed(id, rooms);
            }
        }
    }

    @Override
    public void emit(String event, Object... arguments) {
        outbox.send(event(SocketPacket.NO_ID, event, arguments), false);
    }

    @Override
    public void emitVolatile(String event, Object... arguments) {
        outbox.send(event(SocketPacket.NO_ID, event, arguments), true);
    }

    @Override
    public CompletionStage<Arguments> emitWithAck(Duration timeout, String event, Object... arguments) {
        var future = new CompletableFuture<Arguments>();
        long ackId = outbox.isShut() ? SocketPacket.NO_ID : acks.await(timeout, future);
        if (ackId == SocketPacket.NO_ID) {
            future.completeExceptionally(new IllegalStateException("The client has left, or " + MAX_AWAITED_ACKS + " acknowledgements are awaited from it already."));
        } else {
            outbox.send(event(ackId, event, arguments), false);
            if (outbox.isShut()) {
                acks.fail();
            }
        }
        return future;
    }

    private List<Frame> event(long ackId, String event, Object... arguments) {
        var written = ArgumentWriter.write(arguments);
        if (comeback.isAsked() && ackId == SocketPacket.NO_ID) {
            // It has no place in the journal, and libraries take a text at the end for one.
            written = new Arguments(Json.createArrayBuilder(written.values()).addNull().build(), written.attachments());
        }
        return PacketWriter.event(name, ackId, event, written);
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
    public Object attribute(String key) {
        return attributes.get(key);
    }

    @Override
    public void attribute(String key, Object value) {
        attributes.put(key, value);
    }

    private Set<String> channels(String own, Set<String> joined) {
        var channels = new LinkedHashSet<String>();
        channels.add(RoomNames.everyone(name));
        channels.add(RoomNames.channel(name, own));
        joined.forEach(room -> channels.add(RoomNames.channel(name, room)));
        return channels;
    }
}
