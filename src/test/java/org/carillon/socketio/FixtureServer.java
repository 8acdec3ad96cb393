package org.carillon.socketio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands every test that needs users' handlers the one server with the fixture's WAR. */
public final class FixtureServer implements ParameterResolver {

    /** Quick enough not to wait for, and slow enough for a busy machine; the public suites have their own. */
    private static final Map<String, String> SETTINGS = Map.of(
            "carillon.socketio.ping-interval", "PT3S",
            "carillon.socketio.ping-timeout", "PT2S",
            "carillon.socketio.connect-timeout", "PT4S",
            "carillon.task.heartbeat.every", "P365D");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(FixtureServer.class))
                .getOrComputeIfAbsent("server", key -> start(), RunningServer.class);
    }

    private static RunningServer start() {
        try {
            return plan().start();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Plan plan() throws IOException {
        return Plan.of("fixture", SETTINGS).withWar(Fixture.war(Path.of(System.getProperty("work.directory")).resolve(System.getProperty("arquillian.launch"))));
    }
}
