package org.carillon.socketio;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.carillon.api.Rooms;
import org.carillon.clients.HandlerCatalogue;
import org.carillon.clients.HandlerPool;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.engineio.EngineSession;
import org.carillon.engineio.MessageHandler;
import org.carillon.engineio.Sids;
import org.carillon.monitoring.MonotonicClock;

/** Puts Socket.IO above each Engine.IO session, and has what its connections share. Safe for use by several threads. */
@Singleton
class SocketIo implements MessageHandler.Factory {

    private final Sids sids;
    private final HandlerCatalogue handlers;
    private final HandlerPool pool;
    private final Rooms rooms;
    private final Recoveries recoveries;
    private final MonotonicClock clock;
    private final Configuration configuration;

    @Inject
    SocketIo(Sids sids, HandlerCatalogue handlers, HandlerPool pool, Rooms rooms, Recoveries recoveries, MonotonicClock clock, Configuration configuration) {
        this.sids = sids;
        this.handlers = handlers;
        this.pool = pool;
        this.rooms = rooms;
        this.recoveries = recoveries;
        this.clock = clock;
        this.configuration = configuration;
    }

    @Override
    public MessageHandler handlerOf(EngineSession session) {
        return new SocketConnection(session, this);
    }

    Sids sids() {
        return sids;
    }

    HandlerCatalogue handlers() {
        return handlers;
    }

    HandlerPool pool() {
        return pool;
    }

    Rooms rooms() {
        return rooms;
    }

    Recoveries recoveries() {
        return recoveries;
    }

    MonotonicClock clock() {
        return clock;
    }

    boolean beginsWithLast() {
        return configuration.isOn(Setting.SOCKETIO_LAST);
    }

    boolean recoversAll() {
        return configuration.isOn(Setting.SOCKETIO_RECOVERY);
    }

    int maxPayload() {
        return configuration.integer(Setting.MAX_PAYLOAD);
    }
}
