package org.carillon.broadcast;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.carillon.access.Admission;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.HealthCheck;

/** Every connected client of this node. Safe for use by several threads. */
@Singleton
public class Sessions implements HealthCheck {

    /** The sweep looks this many times within the shortest of the timers that it serves. */
    private static final int LOOKS = 10;

    private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

    private final Admission admission;
    private final Channels channels;
    private final Replayer replayer;
    private final FrameSenders senders;
    private final SlowClients slowClients;
    private final Backlog backlog;
    private final Configuration configuration;
    private final Map<String, LiveSession> sessions = new ConcurrentHashMap<>();

    @Inject
    Sessions(Admission admission, Channels channels, Replayer replayer, FrameSenders senders, SlowClients slowClients,
            Backlog backlog, Configuration configuration) {
        this.admission = admission;
        this.channels = channels;
        this.replayer = replayer;
        this.senders = senders;
        this.slowClients = slowClients;
        this.backlog = backlog;
        this.configuration = configuration;
    }

    Channels channels() {
        return channels;
    }

    Replayer replayer() {
        return replayer;
    }

    FrameSenders senders() {
        return senders;
    }

    SlowClients slowClients() {
        return slowClients;
    }

    /** A queue with the bounds that the operator set. */
    OutboundQueue newQueue() {
        return new OutboundQueue(configuration.integer(Setting.QUEUE_FRAMES), configuration.integer(Setting.QUEUE_BYTES), backlog);
    }

    /** False if the node is full: the session was not registered and must be refused. */
    public boolean register(LiveSession session) {
        if (!admission.enter(session.remoteAddress())) {
            return false;
        }
        sessions.put(session.id(), session);
        return true;
    }

    /** Has no effect the second time. */
    public void remove(LiveSession session) {
        if (sessions.remove(session.id(), session)) {
            admission.leave(session.remoteAddress());
        }
    }

    /** The session of this id, or null. */
    public LiveSession get(String id) {
        return sessions.get(id);
    }

    /**
     * Closes the session for which most waits, because the queues together take more than they may; false if that is the one
     * that asks, which is not closed here.
     */
    boolean makeRoom(LiveSession asking) {
        LiveSession fullest = asking;
        for (LiveSession session : sessions.values()) {
            fullest = session.queuedBytes() > fullest.queuedBytes() ? session : fullest;
        }
        if (fullest != asking) {
            withSession(fullest, session -> session.close(Disconnect.TOO_SLOW));
        }
        return fullest != asking;
    }

    /** Does something with every session. */
    private void each(Consumer<LiveSession> step) {
        sessions.values().forEach(session -> withSession(session, step));
    }

    /**
     * Does something with a session. One in an unforeseen state, whose container session throws, is removed: it must not cost
     * the others their turn.
     */
    void withSession(LiveSession session, Consumer<LiveSession> step) {
        try {
            step.accept(session);
        } catch (RuntimeException failed) {
            LOG.log(ERROR, "Session " + session.id() + " is closed, because it cannot be used.", failed);
            closeQuietly(session);
        }
    }

    /** One look at every session's timers. */
    public void sweep() {
        each(LiveSession::sweep);
    }

    /** Milliseconds between two sweeps. */
    public long sweepMillis() {
        long shortest = configuration.millis(Setting.SEND_TIMEOUT);
        for (var timer : new Setting[] {Setting.PING_INTERVAL, Setting.PING_TIMEOUT, Setting.CONNECT_TIMEOUT, Setting.FEEDS_HEARTBEAT,
                Setting.FEED_PING_INTERVAL, Setting.FEED_PING_TIMEOUT}) {
            shortest = Math.min(shortest, configuration.millis(timer));
        }
        return Math.min(1_000, Math.max(10, shortest / LOOKS));
    }

    /** Lets nobody in any more. */
    public void refuse() {
        admission.close();
    }

    /** Tells so many clients to come back; a balancer sends them elsewhere. */
    public void sendAway(int most) {
        sessions.values().stream().limit(most).forEach(session -> withSession(session, leaving -> leaving.close(Disconnect.GOING_AWAY)));
    }

    public int count() {
        return sessions.size();
    }

    /** Tells every client to come back later, and lets nobody in any more. */
    public void stop() {
        refuse();
        each(session -> session.close(Disconnect.GOING_AWAY));
    }

    private void closeQuietly(LiveSession session) {
        try {
            session.close(Disconnect.CONNECTION_LOST);
        } catch (RuntimeException again) {
            LOG.log(DEBUG, "Session " + session.id() + " could not be closed either.", again);
        } finally {
            session.silence();
            remove(session);
        }
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public Health health() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("connected", sessions.size());
        return new Health(true, facts);
    }
}
