package org.carillon.engineio;

import jakarta.inject.Inject;

/** Judges requests to {@code /engine.io/}. */
public class FixtureEchoFilter extends HandshakeFilter {

    @Inject
    private FixtureEchoDoor echo;

    @Override
    EngineDoor door() {
        return echo;
    }

    @Override
    String endpoint() {
        return "/engine.io/";
    }
}
