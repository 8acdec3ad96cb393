package org.carillon.engineio;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.carillon.access.UpgradeRequest;

/**
 * Judges the query of every request to the Socket.IO door by the protocol's rules, before the container upgrades any. What
 * passes has a known transport and, if it names a session, one that exists and may be continued in this way.
 */
public class HandshakeFilter extends HttpFilter {

    @Inject
    private EngineDoor door;

    EngineDoor door() {
        return door;
    }

    /** The path of the endpoint; an upgrade anywhere below it would reach the servlet, which cannot upgrade. */
    String endpoint() {
        return "/socket.io/";
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        var error = judge(request);
        if (error.isPresent() && error.get() == EngineError.UNKNOWN_SID) {
            door().refuseUnknown(request.getParameter("sid"), response);
        } else if (error.isPresent()) {
            error.get().answer(response);
        } else {
            chain.doFilter(request.getHeader("Upgrade") == null ? request : new UpgradeRequest(request, Handshake.of(request)), response);
        }
    }

    private Optional<EngineError> judge(HttpServletRequest request) {
        boolean upgrade = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        var transport = request.getParameter("transport");
        var sid = request.getParameter("sid");
        if (!"polling".equals(transport) && !"websocket".equals(transport)) {
            return Optional.of(EngineError.UNKNOWN_TRANSPORT);
        }
        if (upgrade != transport.equals("websocket") || isTwice(request) || !endpoint().equals(path(request))) {
            return Optional.of(EngineError.BAD_REQUEST);
        }
        return sid == null ? judgeNew(request) : judgeKnown(request, sid, upgrade);
    }

    private static Optional<EngineError> judgeNew(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            return Optional.of(EngineError.BAD_HANDSHAKE_METHOD);
        }
        return "4".equals(request.getParameter("EIO")) ? Optional.empty() : Optional.of(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
    }

    private Optional<EngineError> judgeKnown(HttpServletRequest request, String sid, boolean upgrade) {
        var session = door().session(sid);
        if (session.isEmpty()) {
            return Optional.of(EngineError.UNKNOWN_SID);
        }
        // An upgrade of a session that is not polling is done and then closed, as the reference does it: clients expect a close.
        boolean allowed = upgrade ? request.getMethod().equals("GET")
                : session.get().isPolling() && (request.getMethod().equals("GET") || request.getMethod().equals("POST"));
        return allowed ? Optional.empty() : Optional.of(EngineError.BAD_REQUEST);
    }

    /** Which of two values counts differs from server to server, so neither does. */
    private static boolean isTwice(HttpServletRequest request) {
        var parameters = request.getParameterMap();
        return parameters.getOrDefault("sid", new String[0]).length > 1 || parameters.getOrDefault("EIO", new String[0]).length > 1
                || parameters.get("transport").length > 1;
    }

    private static String path(HttpServletRequest request) {
        return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }
}
