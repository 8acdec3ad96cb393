package org.carillon.engineio;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;

/** Long-polling at {@code /engine.io/}. */
@WebServlet(urlPatterns = "/engine.io/*", asyncSupported = true)
public class FixtureEchoServlet extends EngineServlet {

    @Inject
    private FixtureEchoDoor echo;

    @Override
    EngineDoor door() {
        return echo;
    }
}
