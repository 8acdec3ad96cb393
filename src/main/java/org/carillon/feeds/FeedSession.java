package org.carillon.feeds;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.json.JsonValue;
import jakarta.websocket.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.LiveSession;
import org.carillon.broadcast.Sessions;
import org.carillon.broadcast.Subscription;
import org.carillon.broadcast.Subscription.Beginning;
import org.carillon.broadcast.Subscription.Start;
import org.carillon.broadcast.WireFormat;
import org.carillon.feeds.FeedRefusal.Code;
import org.carillon.journal.Position;
import org.carillon.monitoring.MonotonicClock;

/**
 * One client of {@code /feed}. Each subscribe message is a subscription with its own place in the journal. Messages come from
 * one thread at a time; the rest is safe for use by several.
 */
final class FeedSession extends LiveSession {

    private static final WireFormat FORMAT = new FeedFormat();
    private static final System.Logger LOG = System.getLogger(FeedSession.class.getName());

    private final FeedSocket socket;
    private final Sessions sessions;
    private final FeedLimits limits;
    private final FeedLiveness liveness;
    private final boolean beginWithLast;
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    FeedSession(Session socket, Sessions sessions, MonotonicClock clock, FeedLimits limits, boolean beginWithLast) {
        super("feed-" + UUID.randomUUID(), sessions);
        this.sessions = sessions;
        this.limits = limits;
        this.beginWithLast = beginWithLast;
        this.liveness = new FeedLiveness(limits, clock);
        this.socket = new FeedSocket(socket, queue(), senderOf(socket), clock, this::drained, this::gone);
    }

    /** Greets the client, if there is a place for it. */
    void open() {
        if (sessions.register(this)) {
            send(FeedMessages.welcome(limits));
        } else {
            close(Disconnect.FULL);
        }
    }

    /** The client is there: a message, a part of one, or the answer to a ping. */
    void heard() {
        liveness.heard();
    }

    void receive(String text) {
        JsonValue id = null;
        try {
            if (!liveness.mayCome()) {
                throw new FeedRefusal(Code.TOO_MANY_MESSAGES, "Send at most " + limits.messagesPerSecond() + " messages a second.");
            }
            var object = FeedRequest.object(text);
            id = FeedRequest.idOf(object);
            answer(FeedRequest.of(object));
        } catch (FeedRefusal refusal) {
            refuse(id, refusal);
        }
    }

    void refuse(JsonValue id, FeedRefusal refusal) {
        LOG.log(DEBUG, "Session {0}: {1}", id(), refusal.getMessage());
        send(FeedMessages.error(id, refusal));
        if (refusal.code().end() != null) {
            close(refusal.code().end());
        }
    }

    private void answer(FeedRequest request) {
        switch (request.type()) {
            case SUBSCRIBE -> subscribe(request);
            case UNSUBSCRIBE -> unsubscribe(request);
            case PING -> send(FeedMessages.pong(request.id()));
            case PONG -> LOG.log(DEBUG, "Session {0} says that it is there.", id());
        }
    }

    private void subscribe(FeedRequest request) {
        var channels = request.channels();
        if (channels.stream().anyMatch(subscriptions::containsKey)) {
            throw new FeedRefusal(Code.ALREADY_SUBSCRIBED, "One of these channels is subscribed to already; unsubscribe first, or leave it out.");
        }
        if (subscriptions.size() + channels.size() > ChannelNames.MAX_CHANNELS) {
            throw new FeedRefusal(Code.TOO_MANY_CHANNELS, "A connection may subscribe to " + ChannelNames.MAX_CHANNELS + " channels; unsubscribe from some, or open another.");
        }
        boolean returning = request.position() != null;
        boolean withLast = request.last() == null ? returning || beginWithLast : request.last();
        var beginning = new Beginning(request.position(), withLast, new Listener(request.id(), channels));
        var subscription = subscribe(channels, FORMAT, beginning);
        channels.forEach(channel -> subscriptions.put(channel, subscription));
    }

    /** What is not subscribed to is left out silently: a client that is not sure may say it twice. */
    private void unsubscribe(FeedRequest request) {
        for (String channel : request.channels()) {
            var subscription = subscriptions.remove(channel);
            if (subscription != null) {
                subscription.leave(channel);
                if (subscription.channels().isEmpty()) {
                    subscription.end();
                }
            }
        }
        send(FeedMessages.unsubscribed(request.id(), request.channels()));
    }

    /** Answers a subscribe message when it is known how the subscription begins; later calls are gaps. */
    private final class Listener implements Subscription.Listener {

        private final JsonValue id;
        private final Set<String> channels;
        private boolean answered;

        Listener(JsonValue id, Set<String> channels) {
            this.id = id;
            this.channels = channels;
        }

        @Override
        public void started(Position from, Start how) {
            send(answered ? FeedMessages.gap(channels, from) : FeedMessages.subscribed(id, channels, from, how));
            answered = true;
        }
    }

    @Override
    protected void flush() {
        socket.flush();
    }

    @Override
    protected void sweep() {
        if (socket.isStuck(limits.sendTimeout())) {
            close(Disconnect.TOO_SLOW);
            return;
        }
        switch (liveness.look()) {
            case DEAD -> close(Disconnect.PING_TIMEOUT);
            case DUE -> socket.ping();
            case QUIET -> LOG.log(System.Logger.Level.TRACE, "Session {0} is quiet.", id());
        }
    }

    @Override
    public void close(Disconnect reason) {
        if (closed.compareAndSet(false, true)) {
            silence();
            queue().clear();
            sessions.remove(this);
            socket.close(reason);
        }
    }

    private void gone(Throwable cause) {
        LOG.log(DEBUG, "The socket of session " + id() + " is gone.", cause);
        close(Disconnect.CONNECTION_LOST);
    }
}
