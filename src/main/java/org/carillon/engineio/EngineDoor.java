package org.carillon.engineio;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
    private final StraySessions strays;
    private final Protocol protocol;
    private final MessageHandler.Factory above;

    @Inject
    EngineDoor(Sessions sessions, MonotonicClock clock, Sids sids, StraySessions strays, MessageHandler.Factory above, Configuration configuration) {
        this.sessions = sessions;
        this.clock = clock;
        this.sids = sids;
        this.strays = strays;
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

    /** Answers a request for a session that is not here, at once; if it is at another node, the answer says what to set. */
    void refuseUnknown(String sid, HttpServletResponse response) throws IOException {
        EngineError.UNKNOWN_SID.answer(response, strays.met(sid) ? StraySessions.HINT : "");
    }

    /** A new session that is not open yet. Its id says which node it is at. */
    EngineSession newSession(Handshake handshake) {
        return new EngineSession(strays.mark() + sids.next(), handshake, protocol, sessions, clock, above::handlerOf);
    }
}
