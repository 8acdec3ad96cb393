package org.carillon.socketio;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.carillon.broadcast.Replayer;
import org.carillon.broadcast.Sessions;
import org.carillon.broadcast.WireFormat;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.MonotonicClock;

/** Opens and finds the sessions of the Socket.IO door, for the servlet and the endpoint that share its path. Safe for use by several threads. */
@Singleton
class EngineDoor {

    private static final WireFormat FORMAT = new SocketIoFormat();

    private final Sessions sessions;
    private final Replayer replayer;
    private final MonotonicClock clock;
    private final Sids sids;
    private final Protocol protocol;
    private final boolean beginWithLast;

    @Inject
    EngineDoor(Sessions sessions, Replayer replayer, MonotonicClock clock, Sids sids, Configuration configuration) {
        this.sessions = sessions;
        this.replayer = replayer;
        this.clock = clock;
        this.sids = sids;
        this.protocol = Protocol.of(configuration);
        this.beginWithLast = configuration.isOn(Setting.SOCKETIO_LAST);
    }

    Protocol protocol() {
        return protocol;
    }

    Optional<EngineSession> session(String sid) {
        return sessions.get(sid) instanceof EngineSession session ? Optional.of(session) : Optional.empty();
    }

    /** A new session that is not open yet. */
    EngineSession newSession() {
        return new EngineSession(sids.next(), protocol, FORMAT, sessions, clock,
                above -> new SocketConnection(above, sids, beginWithLast, replayer));
    }
}
