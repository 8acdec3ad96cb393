package org.carillon.engineio;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.carillon.access.Allowance;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Frame;
import org.carillon.broadcast.LiveSession;
import org.carillon.broadcast.Sessions;
import org.carillon.monitoring.MonotonicClock;

/**
 * One Engine.IO session: its state, its heartbeat and its transport, which may change from polling to WebSocket once.
 * Safe for use by several threads.
 */
public final class EngineSession extends LiveSession {

    private enum State { POLLING, UPGRADING, WEBSOCKET, CLOSED }

    /** Seconds' worth of packets that may come at once: a page that was asleep catches up. */
    private static final int BURST_SECONDS = 10;

    private static final System.Logger LOG = System.getLogger(EngineSession.class.getName());

    private final Protocol protocol;
    private final Sessions sessions;
    private final MonotonicClock clock;
    private final MessageHandler handler;
    private final Heartbeat heartbeat;
    private final Allowance inbound;
    private final AtomicBoolean posting = new AtomicBoolean();
    private volatile long connectedAt;
    private final Handshake handshake;
    private State state;
    private PollingTransport polling;
    private WebSocketTransport probing;
    private volatile Transport transport;

    /** @param handler makes the layer above, which gets the messages */
    EngineSession(String sid, Handshake handshake, Protocol protocol, Sessions sessions, MonotonicClock clock, Function<EngineSession, MessageHandler> handler) {
        super(sid, sessions);
        this.protocol = protocol;
        this.sessions = sessions;
        this.clock = clock;
        this.handshake = handshake;
        cameFrom(handshake.remoteAddress());
        this.connectedAt = clock.nanos();
        this.inbound = new Allowance(protocol.messageRate(), BURST_SECONDS, clock);
        this.heartbeat = new Heartbeat(protocol, clock);
        this.handler = handler.apply(this);
    }

    /** Begins the session on polling, where the first GET is answered with the OPEN packet; false if the node is full. */
    boolean openPolling() {
        polling = new PollingTransport(this, queue(), protocol.maxPayload(), clock);
        return begin(State.POLLING, polling);
    }

    /** Begins the session on a WebSocket of its own; null if the node is full. */
    Transport openWebSocket(Session socket) {
        var webSocket = newTransport(socket);
        return begin(State.WEBSOCKET, webSocket) ? webSocket : null;
    }

    /** The request that opened the session. */
    public Handshake handshake() {
        return handshake;
    }

    synchronized boolean isPolling() {
        return state == State.POLLING || state == State.UPGRADING;
    }

    /** A GET; false if it overlaps another one, and then the session is closed. */
    boolean poll(HttpServletRequest request) throws IOException {
        if (!polling.reserve()) {
            close(Disconnect.OVERLAPPING_POLL);
            return false;
        }
        var context = request.startAsync();
        context.setTimeout(0);
        polling.park(context);
        return true;
    }

    /** Makes way for one POST; false if another one is there: their packets would have no order. */
    boolean beginPost() {
        boolean free = posting.compareAndSet(false, true);
        if (!free) {
            close(Disconnect.OVERLAPPING_POLL);
        }
        return free;
    }

    void endPost() {
        posting.set(false);
    }

    /** A WebSocket that names this session: it is a candidate until it has proved itself; null if there is one already. */
    synchronized Transport probe(Session socket) {
        if (state != State.POLLING || probing != null) {
            return null;
        }
        probing = newTransport(socket);
        return probing;
    }

    /** @param from the WebSocket that it came by; null for polling */
    void receive(EnginePacket packet, Transport from) {
        if (!inbound.take()) {
            close(Disconnect.TOO_MANY_MESSAGES);
        } else if (from != null && from == candidate()) {
            receiveFromCandidate(packet);
        } else {
            receive(packet);
        }
    }

    /** This transport's client broke the protocol: the session ends, but a mere candidate takes nobody with it. */
    void refuse(Transport offender) {
        if (dropCandidate(offender)) {
            offender.close(Disconnect.PROTOCOL_ERROR);
        } else if (offender == transport) {
            close(Disconnect.PROTOCOL_ERROR);
        }
    }

    /** The connection of this transport has ended. */
    void ended(Transport ended) {
        if (!dropCandidate(ended) && ended == transport) {
            close(Disconnect.CONNECTION_LOST);
        }
    }

    void send(String packet) {
        send(Frame.of(packet));
    }

    /** To be called by the transport when it has sent all there was. */
    void sent() {
        drained();
    }

    @Override
    protected void flush() {
        transport.flush();
    }

    @Override
    protected void sweep() {
        if (handler.isConnected()) {
            connectedAt = clock.nanos();
        }
        if (transport.isStuck(protocol.sendTimeout())) {
            close(Disconnect.TOO_SLOW);
        } else if (clock.millisSince(connectedAt) > protocol.connectTimeout()) {
            close(Disconnect.NOT_CONNECTED);
        } else {
            sweepCandidate();
            handler.sweep();
            beat();
        }
    }

    @Override
    public void close(Disconnect reason) {
        WebSocketTransport candidate;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            candidate = probing;
            probing = null;
        }
        LOG.log(DEBUG, "Session {0} ends: {1}.", id(), reason.reason());
        silence();
        sessions.remove(this);
        queue().clear();
        transport.close(reason);
        if (candidate != null) {
            candidate.close(reason);
        }
        handler.closed(reason);
    }

    /** Registered last, because from then on others call. */
    private boolean begin(State first, Transport on) {
        synchronized (this) {
            state = first;
            transport = on;
        }
        boolean room = sessions.register(this);
        if (room) {
            send(protocol.open(id(), first == State.POLLING));
        }
        return room;
    }

    private WebSocketTransport newTransport(Session socket) {
        return new WebSocketTransport(this, queue(), senderOf(socket), clock);
    }

    private synchronized WebSocketTransport candidate() {
        return probing;
    }

    private void receive(EnginePacket packet) {
        switch (packet.type()) {
            case PONG -> heartbeat.pong();
            case MESSAGE -> handler.message(packet);
            case CLOSE -> close(Disconnect.CLIENT_CLOSED);
            case NOOP -> { }
            default -> throw new ProtocolException("a client does not send " + packet.type());
        }
    }

    private void receiveFromCandidate(EnginePacket packet) {
        if (packet.isProbe()) {
            answerProbe();
        } else if (packet.type() == EnginePacket.Type.UPGRADE) {
            upgrade();
        } else {
            throw new ProtocolException("a WebSocket that wants to take over sends a probe and UPGRADE, not " + packet.type());
        }
    }

    private void answerProbe() {
        WebSocketTransport candidate;
        synchronized (this) {
            candidate = probing;
            if (candidate == null || state == State.CLOSED) {
                return;
            }
            state = State.UPGRADING;
        }
        candidate.sendNow(EngineCodec.PROBE_ANSWER);
        polling.upgrading(true);
    }

    private void upgrade() {
        synchronized (this) {
            if (state != State.UPGRADING) {
                throw new ProtocolException("UPGRADE without a probe before");
            }
            state = State.WEBSOCKET;
            transport = probing;
            probing = null;
        }
        polling.close(Disconnect.CLIENT_CLOSED);
        transport.flush();
    }

    private boolean dropCandidate(Transport ended) {
        synchronized (this) {
            if (probing == null || ended != probing) {
                return false;
            }
            probing = null;
            if (state == State.UPGRADING) {
                state = State.POLLING;
            }
        }
        polling.upgrading(false);
        return true;
    }

    private void sweepCandidate() {
        var candidate = candidate();
        if (candidate != null && candidate.isOlderThan(protocol.connectTimeout()) && dropCandidate(candidate)) {
            candidate.close(Disconnect.UPGRADE_TIMEOUT);
        } else if (candidate != null) {
            polling.hurry();
        }
    }

    /** Looks at the heartbeat now; false if the session has ended, or ends by this look. */
    boolean isAlive() {
        beat();
        synchronized (this) {
            return state != State.CLOSED;
        }
    }

    private void beat() {
        switch (heartbeat.look()) {
            case DEAD -> close(Disconnect.PING_TIMEOUT);
            case DUE -> send(EngineCodec.PING);
            case QUIET -> { }
        }
    }
}
