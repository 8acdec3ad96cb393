package org.carillon.engineio;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Frame;
import org.carillon.broadcast.Sessions;
import org.carillon.configuration.Configuration;
import org.carillon.monitoring.MonotonicClock;

/** Engine.IO without Socket.IO: every message comes back as it is. For the public test suite of the protocol. */
@Singleton
@Typed(FixtureEchoDoor.class)
public class FixtureEchoDoor extends EngineDoor {

    @Inject
    FixtureEchoDoor(Sessions sessions, MonotonicClock clock, Sids sids, StraySessions strays, Configuration configuration) {
        super(sessions, clock, sids, strays, Echo::new, configuration);
    }

    private record Echo(EngineSession session) implements MessageHandler {

        @Override
        public void message(EnginePacket message) {
            session.send(List.of(message.binary() == null ? Frame.of("4" + message.text()) : Frame.of(message.binary())));
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void closed(Disconnect reason) {
            // Nothing is kept for the client.
        }
    }
}
