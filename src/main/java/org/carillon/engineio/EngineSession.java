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
    private final PollingTransport polling;
    private final Stage stage = new Stage();

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
        this.polling = new PollingTransport(this, queue(), protocol.maxPayload(), clock);
        this.handler = handler.apply(this);
    }

    /** Begins the session on polling, where the first GET is answered with the OPEN packet; false if the node is full. */
    boolean openPolling() {
        stage.begin(polling);
        return register();
    }

    /** Begins the session on a WebSocket of its own; null if the node is full. */
    Transport openWebSocket(Session socket) {
        var webSocket = newTransport(socket);
        stage.begin(webSocket);
        return register() ? webSocket : null;
    }

    /** The request that opened the session. */
    public Handshake handshake() {
        return handshake;
    }

    boolean isPolling() {
        return stage.isPolling();
    }

    /** A GET; false if it overlaps another one, and then the session is closed. */
    boolean poll(HttpServletRequest request) throws IOException {
        if (!polling.reserve()) {
            close(Disconnect.OVERLAPPING_POLL);
            return false;
        }
        var context = request.startAsync();
        context.setTimeout(0);
        if (polling.park(context)) {
            close(Disconnect.CLIENT_CLOSED);
        }
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
    Transport probe(Session socket) {
        var candidate = newTransport(socket);
        return !polling.isLeaving() && stage.admit(candidate) ? candidate : null;
    }

    /** @param from the WebSocket that it came by; null for polling */
    void receive(EnginePacket packet, Transport from) {
        if (!inbound.take()) {
            close(Disconnect.TOO_MANY_MESSAGES);
        } else if (from != null && from == stage.candidate()) {
            receiveFromCandidate(packet, from);
        } else {
            receive(packet);
        }
    }

    /** This transport's client broke the protocol: the session ends, but a mere candidate takes nobody with it. */
    void refuse(Transport offender) {
        if (dropCandidate(offender)) {
            offender.close(Disconnect.PROTOCOL_ERROR);
        } else if (offender == stage.transport()) {
            close(Disconnect.PROTOCOL_ERROR);
        }
    }

    /** The connection of this transport has ended. */
    void ended(Transport ended) {
        if (!dropCandidate(ended) && ended == stage.transport()) {
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
        stage.transport().flush();
    }

    @Override
    protected void sweep() {
        if (handler.isConnected()) {
            connectedAt = clock.nanos();
        }
        if (stage.transport().isStuck(protocol.sendTimeout())) {
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
        if (!stage.close()) {
            return;
        }
        var candidate = stage.candidate();
        LOG.log(DEBUG, "Session {0} ends: {1}.", id(), reason.reason());
        silence();
        sessions.remove(this);
        queue().clear();
        stage.transport().close(reason);
        if (candidate != null && stage.drop(candidate)) {
            candidate.close(reason);
        }
        handler.closed(reason);
    }

    /** Last, because from then on others call. */
    private boolean register() {
        boolean room = sessions.register(this);
        if (room) {
            send(protocol.open(id(), stage.isPolling()));
        }
        return room;
    }

    private WebSocketTransport newTransport(Session socket) {
        return new WebSocketTransport(this, queue(), senderOf(socket), clock);
    }

    private void receive(EnginePacket packet) {
        if (polling.isLeaving()) {
            return;
        }
        switch (packet.type()) {
            case PONG -> heartbeat.pong();
            case MESSAGE -> handler.message(packet);
            case CLOSE -> leave();
            case NOOP -> { }
            default -> throw new ProtocolException("a client does not send " + packet.type());
        }
    }

    private void leave() {
        if (!isPolling() || !polling.leave()) {
            close(Disconnect.CLIENT_CLOSED);
        }
    }

    private void receiveFromCandidate(EnginePacket packet, Transport candidate) {
        if (packet.isProbe()) {
            answerProbe((WebSocketTransport) candidate);
        } else if (packet.type() == EnginePacket.Type.UPGRADE) {
            stage.upgrade();
            polling.close(Disconnect.CLIENT_CLOSED);
            flush();
        } else {
            throw new ProtocolException("a WebSocket that wants to take over sends a probe and UPGRADE, not " + packet.type());
        }
    }

    private void answerProbe(WebSocketTransport candidate) {
        if (stage.probed(candidate)) {
            // Before the answer, because the client's next GET may come right after it.
            polling.upgrading(true);
            candidate.sendNow(EngineCodec.PROBE_ANSWER);
            polling.flush();
        }
    }

    private boolean dropCandidate(Transport ended) {
        boolean dropped = stage.drop(ended);
        if (dropped) {
            polling.upgrading(false);
            polling.flush();
        }
        return dropped;
    }

    private void sweepCandidate() {
        var candidate = stage.candidate();
        if (candidate != null && candidate.isOlderThan(protocol.connectTimeout()) && dropCandidate(candidate)) {
            candidate.close(Disconnect.UPGRADE_TIMEOUT);
        } else if (candidate != null) {
            polling.hurry();
        }
    }

    /** Looks at the heartbeat now; false if the session has ended, or ends by this look. */
    boolean isAlive() {
        beat();
        return !stage.isClosed();
    }

    private void beat() {
        if (polling.hasLeft()) {
            close(Disconnect.CLIENT_CLOSED);
            return;
        }
        switch (heartbeat.look()) {
            case DEAD -> close(Disconnect.PING_TIMEOUT);
            case DUE -> send(EngineCodec.PING);
            case QUIET -> { }
        }
    }
}
