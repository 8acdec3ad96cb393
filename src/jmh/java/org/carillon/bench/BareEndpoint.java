package org.carillon.bench;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Packed into the WAR under measurement: what a WebSocket costs that nothing of ours is behind. It answers the load as far as it asks. */
@ServerEndpoint(BareEndpoint.PATH)
public class BareEndpoint {

    static final String PATH = "/bench/bare";

    @OnOpen
    public void open(Session socket) {
        socket.getAsyncRemote().sendText("0{}");
    }

    @OnMessage
    public String answer(String message) {
        return message.equals("40") ? "40{}" : null;
    }
}
