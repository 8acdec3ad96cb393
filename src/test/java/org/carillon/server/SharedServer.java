package org.carillon.server;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands every black-box test the one server of this run, which is started by the first that asks and ended after the last. */
public final class SharedServer implements ParameterResolver {

    /** Quick enough not to wait for, and clients of a machine that stalls are not lost; everything else is as an operator finds it. */
    private static final Map<String, String> SETTINGS = Map.of(
            "carillon.task.heartbeat.every", "PT0.5S",
            "carillon.socketio.ping-interval", "PT1S",
            "carillon.socketio.ping-timeout", "PT5S",
            "carillon.socketio.connect-timeout", "PT2S",
            "carillon.feeds.heartbeat", "PT1S",
            "carillon.feed.ping-interval", "PT1S",
            "carillon.feed.ping-timeout", "PT1S",
            "carillon.access.origins", "https://friend.example");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(SharedServer.class))
                .getOrComputeIfAbsent("server", key -> start(), RunningServer.class);
    }

    private static RunningServer start() {
        try {
            return RunningServer.Plan.of("shared", SETTINGS).start();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
