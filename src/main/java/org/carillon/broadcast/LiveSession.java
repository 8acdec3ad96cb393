package org.carillon.broadcast;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.websocket.Session;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.carillon.broadcast.Subscription.Beginning;
import org.carillon.journal.Publication;

/**
 * One connected client, whatever its transport: its bounded queue, and its subscriptions. A door extends it with the way out.
 * Safe for use by several threads; nothing here waits for the client.
 */
public abstract class LiveSession {

    private static final System.Logger LOG = System.getLogger(LiveSession.class.getName());

    private final String id;
    private final OutboundQueue queue;
    private final Sessions sessions;
    private final Set<Subscription> subscriptions = new CopyOnWriteArraySet<>();
    private volatile String remoteAddress = "";
    private volatile boolean silenced;

    protected LiveSession(String id, Sessions sessions) {
        this(id, sessions, sessions.newQueue());
    }

    LiveSession(String id, Sessions sessions, OutboundQueue queue) {
        this.id = id;
        this.sessions = sessions;
        this.queue = queue;
    }

    public final String id() {
        return id;
    }

    /** Says where the client is, before the session is registered; without it no limit of an address holds for it. */
    public final void cameFrom(String address) {
        remoteAddress = address;
    }

    final String remoteAddress() {
        return remoteAddress;
    }

    /** Sends what is queued, if nothing is being sent; must not wait. Called after each change of the queue. */
    protected abstract void flush();

    /** Ends the session, once; later calls have no effect. Must not wait, and calls {@link #silence}. */
    public abstract void close(Disconnect reason);

    /** Looks at the session's own timers; called by the sweep, about ten times within the shortest of them. */
    protected abstract void sweep();

    protected final OutboundQueue queue() {
        return queue;
    }

    /** The way out of a WebSocket that carries this session; the session is closed when the socket can be sent to no more. */
    protected final FrameSender senderOf(Session socket) {
        return sessions.senders().of(socket, gone -> {
            LOG.log(DEBUG, "The socket of session " + id + " is gone.", gone);
            close(Disconnect.CONNECTION_LOST);
        });
    }

    /** Queues a frame and sends it as soon as possible; a client with no room for it is closed as too slow. */
    public final void send(Frame frame) {
        if (offer(frame)) {
            flush();
        } else {
            close(Disconnect.TOO_SLOW);
        }
    }

    /** False if this client's own queue has no room, or most waits for it when all together take too much. */
    private boolean offer(Frame frame) {
        boolean queued = queue.offer(frame);
        while (!queued && queue.wouldTake(frame) && sessions.makeRoom(this)) {
            queued = queue.offer(frame);
        }
        return queued;
    }

    private boolean offer(List<Frame> together) {
        boolean queued = queue.offer(together);
        while (!queued && queue.wouldTake(together) && sessions.makeRoom(this)) {
            queued = queue.offer(together);
        }
        return queued;
    }

    final int queuedBytes() {
        return queue.bytes();
    }

    /** As {@link #send(Frame)}, for frames that belong together: nothing comes between them, and all are queued or none. */
    public final void send(List<Frame> together) {
        if (offer(together)) {
            flush();
        } else {
            close(Disconnect.TOO_SLOW);
        }
    }

    /** Sends the frames if nothing waits; else they are dropped. */
    public final void sendIfIdle(List<Frame> together) {
        if (queue.isEmpty() && offer(together)) {
            flush();
        }
    }

    /** Hears these channels from now on. */
    public final Subscription subscribe(Set<String> channels, WireFormat format) {
        return subscribe(channels, format, List.of());
    }

    /** Hears these channels from now on: what is told from the moment on at which the greeting is queued follows the greeting. */
    public final Subscription subscribe(Set<String> channels, WireFormat format, List<Frame> greeting) {
        var subscription = new Subscription(this, sessions.channels(), format, sessions.replayer(), null);
        subscriptions.add(subscription);
        // Under the subscription's lock nothing is told, so neither gets in before the greeting nor is lost behind it.
        synchronized (subscription) {
            channels.forEach(subscription::join);
            if (!greeting.isEmpty()) {
                send(greeting);
            }
        }
        endIfSilenced(subscription);
        return subscription;
    }

    /**
     * Hears these channels, after the replayer has sent what came since the position that the client last saw.
     */
    public final Subscription subscribe(Set<String> channels, WireFormat format, Beginning beginning) {
        var subscription = new Subscription(this, sessions.channels(), format, sessions.replayer(), beginning);
        subscriptions.add(subscription);
        channels.forEach(subscription::join);
        endIfSilenced(subscription);
        subscription.catchUp();
        return subscription;
    }

    private void endIfSilenced(Subscription subscription) {
        if (silenced) {
            // Closed meanwhile: nobody would end it later.
            subscription.end();
        }
    }

    /** To be called by the door when the queue is empty: a replay that found it full goes on. */
    protected final void drained() {
        subscriptions.forEach(Subscription::catchUp);
    }

    /** Ends all subscriptions, for good. */
    protected final void silence() {
        silenced = true;
        subscriptions.forEach(Subscription::end);
    }

    /** Closes the session if this throws. */
    final void guard(Runnable step) {
        sessions.withSession(this, session -> step.run());
    }

    final void forget(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    final void offer(Publication publication, Frame frame) {
        if (!publication.isVolatile() || queue.isEmpty()) {
            send(frame);
        }
    }

    final boolean replay(Frame frame) {
        return offer(frame);
    }
}
