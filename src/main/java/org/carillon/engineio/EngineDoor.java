package org.carillon.engineio;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.carillon.broadcast.Sessions;
import org.carillon.configuration.Configuration;
import org.carillon.monitoring.MonotonicClock;

/** Opens and finds the sessions of the Socket.IO door, for the servlet and the endpoint that share its path. Safe for use by several threads. */
@Singleton
class EngineDoor {

    private final Sessions sessions;
    private final MonotonicClock clock;
    private final Sids sids;
    private final Protocol protocol;
    private final MessageHandler.Factory above;

    @Inject
    EngineDoor(Sessions sessions, MonotonicClock clock, Sids sids, MessageHandler.Factory above, Configuration configuration) {
        this.sessions = sessions;
        this.clock = clock;
        this.sids = sids;
        this.protocol = Protocol.of(configuration);
        this.above = above;
    }

    Protocol protocol() {
        return protocol;
    }

    Optional<EngineSession> session(String sid) {
        // A session whose time is over is none, also if the sweep has not come by yet.
        return sessions.get(sid) instanceof EngineSession session && session.isAlive() ? Optional.of(session) : Optional.empty();
    }

    /** A new session that is not open yet. */
    EngineSession newSession(Handshake handshake) {
        return new EngineSession(sids.next(), handshake, protocol, sessions, clock, above::handlerOf);
    }
}
