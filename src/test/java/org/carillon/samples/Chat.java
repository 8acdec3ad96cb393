package org.carillon.samples;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.carillon.api.Client;
import org.carillon.api.ConnectionRefused;
import org.carillon.api.EventRefused;
import org.carillon.api.OnConnect;
import org.carillon.api.OnDisconnect;
import org.carillon.api.OnEvent;
import org.carillon.api.Rooms;

@Singleton
public class Chat {

    record Line(String room, String text) { }

    record Said(String by, String text) { }

    @Inject
    Rooms rooms;

    @OnConnect(namespace = "/chat")
    public void admit(Client client) {
        var name = client.handshake().auth().getString("name", "");
        if (name.isBlank()) {
            throw new ConnectionRefused("Say who you are: io(\"/chat\", {auth: {name}}).");
        }
        client.attribute("name", name);
    }

    @OnEvent(value = "enter", namespace = "/chat")
    public int enter(Client client, String room) {
        client.join(room);
        client.to(room).emit("entered", client.attribute("name"));
        return client.rooms().size();
    }

    @OnEvent(value = "say", namespace = "/chat")
    public void say(Client client, Line line) {
        if (!client.rooms().contains(line.room())) {
            throw new EventRefused("Enter the room first.");
        }
        rooms.of("/chat").to(line.room()).emit("said", new Said((String) client.attribute("name"), line.text()));
    }

    @OnDisconnect(namespace = "/chat")
    public void gone(Client client) {
        client.rooms().forEach(room -> client.to(room).emit("gone", client.attribute("name")));
    }
}
