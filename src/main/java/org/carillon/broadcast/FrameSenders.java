package org.carillon.broadcast;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.websocket.Session;
import java.util.function.Consumer;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;

/**
 * Finds the cheapest way out that the container has, with the first WebSocket, and makes a sender for each. What a container
 * keeps behind its sessions is no API: if any of it is not as expected, new sessions send by the standard. Safe for use by several
 * threads.
 */
@Singleton
class FrameSenders {

    /** One way out. The classes of the ways name no type of a vendor, so that each loads on every server. */
    interface Way {

        /** @return null if this one socket must be sent to by the standard */
        FrameSender of(Session socket, Consumer<Throwable> failed) throws Throwable;

        /** As the log has it. */
        String description();
    }

    private static final System.Logger LOG = System.getLogger(FrameSenders.class.getName());

    private static final Way STANDARD = new Way() {

        @Override
        public FrameSender of(Session socket, Consumer<Throwable> failed) {
            return null;
        }

        @Override
        public String description() {
            return "the standard API";
        }
    };

    private final boolean standardOnly;
    private final long sendTimeout;
    private volatile Way way;

    @Inject
    FrameSenders(Configuration configuration) {
        this.standardOnly = configuration.isOn(Setting.STANDARD_SEND);
        this.sendTimeout = configuration.millis(Setting.SEND_TIMEOUT);
        StandardSender.prepare();
    }

    /** @param failed told when the socket can be sent to no more */
    FrameSender of(Session socket, Consumer<Throwable> failed) {
        var chosen = way == null ? choose(socket) : way;
        try {
            var sender = chosen.of(socket, failed);
            return sender == null ? standard(socket, failed) : sender;
        } catch (Throwable changed) {
            giveUp(changed);
            return standard(socket, failed);
        }
    }

    /** An operator who wants the standard alone gets it with nothing of ours around it. */
    private FrameSender standard(Session socket, Consumer<Throwable> failed) {
        return new StandardSender(socket, !standardOnly && isTyrus(socket), sendTimeout, failed);
    }

    private static boolean isTyrus(Session socket) {
        return socket.getClass().getName().startsWith("org.glassfish.tyrus.");
    }

    private synchronized Way choose(Session socket) {
        if (way == null) {
            way = find(socket);
            LOG.log(INFO, "WebSockets are sent to by {0}.", way.description());
        }
        return way;
    }

    /** By the type of the session, so that a test can have a way that no server has. */
    Way find(Session socket) {
        if (standardOnly) {
            return STANDARD;
        }
        if (isTyrus(socket)) {
            return new GrizzlyWay(this::giveUp);
        }
        return socket.getClass().getName().startsWith("io.undertow.") ? new UndertowWay(sendTimeout, this::giveUp) : STANDARD;
    }

    synchronized void giveUp(Throwable changed) {
        if (way != STANDARD) {
            LOG.log(WARNING, "This server is not built as expected. WebSockets are sent to by the standard API from now on.", changed);
            way = STANDARD;
        }
    }
}
