package org.carillon.access;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;

/**
 * Stands between Payara and Tyrus while a WebSocket begins and ends, because neither waits for the other there; {@link
 * GuardedConnection} says for what. Public for the container, which makes it. Of one connection, whose calls the container puts
 * in order.
 */
public class GuardedUpgrade implements HttpUpgradeHandler {

    @Inject
    private LateEnds lateEnds;

    private HttpUpgradeHandler handler;

    /** Puts this before a new handler of that type, which is returned. */
    <T extends HttpUpgradeHandler> T before(Class<T> type) throws ServletException {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            T made = constructor.newInstance();
            handler = made;
            return made;
        } catch (ReflectiveOperationException impossible) {
            throw new ServletException(impossible);
        }
    }

    @Override
    public void init(WebConnection container) {
        var connection = new GuardedConnection(container, lateEnds);
        handler.init(connection);
        connection.read();
    }

    @Override
    public void destroy() {
        handler.destroy();
    }
}
