package org.carillon.engineio;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.carillon.access.AccessFilter;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;

/**
 * Long-polling at {@code /socket.io/}, where the WebSocket endpoint is too. What arrives here has passed
 * {@link HandshakeFilter}; an upgrade that arrives here is one that the container would not do.
 */
@WebServlet(urlPatterns = "/socket.io/*", asyncSupported = true)
public class EngineServlet extends HttpServlet {

    @Inject
    private EngineDoor door;
    @Inject
    private Configuration configuration;

    EngineDoor door() {
        return door;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var sid = request.getParameter("sid");
        if (request.getHeader("Upgrade") != null) {
            EngineError.BAD_REQUEST.answer(response);
            return;
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        if (sid == null) {
            open(request, response);
        } else {
            var session = door().session(sid);
            if (session.isEmpty()) {
                door().refuseUnknown(sid, response);
            } else if (!session.get().poll(request)) {
                EngineError.BAD_REQUEST.answer(response);
            }
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var sid = request.getParameter("sid");
        var session = door().session(sid);
        var type = request.getContentType();
        if (session.isEmpty()) {
            door().refuseUnknown(sid, response);
        } else if (type != null && type.startsWith("application/octet-stream")) {
            EngineError.BAD_REQUEST.answer(response);
        } else if (request.getContentLengthLong() > door().protocol().maxPayload()) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else if (session.get().beginPost()) {
            new PostedBody(request, response, session.get(), door().protocol().maxPayload()).read(door().protocol().sendTimeout());
        } else {
            EngineError.BAD_REQUEST.answer(response);
        }
    }

    private void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var session = door().newSession(Handshake.of(request));
        if (session.openPolling()) {
            var cookie = configuration.text(Setting.SOCKETIO_COOKIE);
            if (!cookie.isEmpty()) {
                response.setHeader("Set-Cookie", cookie + "=" + session.id() + "; Path=/; HttpOnly; SameSite=Lax");
            }
            session.poll(request);
        } else {
            AccessFilter.refuseFull(response);
        }
    }
}
