package org.carillon.engineio;

import jakarta.inject.Inject;
import jakarta.websocket.server.ServerEndpoint;

/** WebSocket at {@code /engine.io/}. */
@ServerEndpoint("/engine.io/")
public class FixtureEchoEndpoint extends EngineEndpoint {

    @Inject
    private FixtureEchoDoor echo;

    @Override
    EngineDoor door() {
        return echo;
    }
}
