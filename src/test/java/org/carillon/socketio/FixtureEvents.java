package org.carillon.socketio;

import jakarta.inject.Singleton;
import org.carillon.api.Arguments;
import org.carillon.api.Client;
import org.carillon.api.OnConnect;
import org.carillon.api.OnEvent;

/** What the public test suite of the Socket.IO protocol expects of its server. */
@Singleton
public class FixtureEvents {

    private static final String CUSTOM = "/custom";

    @OnConnect
    public void connect(Client client) {
        client.emit("auth", client.handshake().auth());
    }

    @OnEvent("message")
    public void message(Client client, Arguments all) {
        client.emit("message-back", all);
    }

    @OnEvent("message-with-ack")
    public Arguments messageWithAck(Arguments all) {
        return all;
    }

    @OnConnect(namespace = CUSTOM)
    public void connectCustom(Client client) {
        connect(client);
    }

    @OnEvent(value = "message", namespace = CUSTOM)
    public void messageCustom(Client client, Arguments all) {
        message(client, all);
    }

    @OnEvent(value = "message-with-ack", namespace = CUSTOM)
    public Arguments messageWithAckCustom(Arguments all) {
        return all;
    }
}
