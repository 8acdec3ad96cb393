package org.carillon.socketio;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.carillon.api.Client;
import org.carillon.api.OnEvent;
import org.carillon.api.Rooms;

/** Lets a test tell rooms something by {@code POST /tell?room=…&value=…}, and clients join them, ask who they are, and be sent away. */
@WebServlet("/tell")
public class FixtureRecovery extends HttpServlet {

    @Inject
    private Rooms rooms;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        rooms.to(request.getParameter("room")).emit("numbered", Integer.valueOf(request.getParameter("value")));
    }

    /** A user's handlers. */
    @Singleton
    public static class Joining {

        @OnEvent("join")
        public int join(Client client, String room) {
            client.join(room);
            return client.rooms().size();
        }

        /** Who the client is, and what it calls itself. */
        @OnEvent("who")
        public List<String> who(Client client) {
            var handshake = client.handshake();
            return List.of(handshake.principal() == null ? "nobody" : handshake.principal().getName(), handshake.query().getOrDefault("caller", "nobody"));
        }

        @OnEvent("close")
        public void close(Client client) {
            client.close();
        }
    }
}
