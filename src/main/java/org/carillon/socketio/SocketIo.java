package org.carillon.socketio;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.engineio.EngineSession;
import org.carillon.engineio.MessageHandler;
import org.carillon.engineio.Sids;

/** Puts Socket.IO above each Engine.IO session. Safe for use by several threads. */
@Singleton
class SocketIo implements MessageHandler.Factory {

    private final Sids sids;
    private final boolean beginWithLast;

    @Inject
    SocketIo(Sids sids, Configuration configuration) {
        this.sids = sids;
        this.beginWithLast = configuration.isOn(Setting.SOCKETIO_LAST);
    }

    @Override
    public MessageHandler handlerOf(EngineSession session) {
        return new SocketConnection(session, sids, beginWithLast);
    }
}
