package org.carillon.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.carillon.server.RunningServer;
import org.carillon.server.SharedServer;
import org.carillon.server.StalledSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients whose first frame is there before the server has answered the handshake: by chance, or to hurt. */
@ExtendWith(SharedServer.class)
class EarlyFrameIT {

    /** More than the threads that serve requests on either server. */
    private static final int MANY = 60;

    @Test
    void theSocketIoDoorAnswersThemAll(RunningServer server) throws IOException {
        all(server, "/socket.io/?EIO=4&transport=websocket", "40", "40{\"sid\":");
    }

    @Test
    void thePlainDoorAnswersThemAll(RunningServer server) throws IOException {
        all(server, "/feed", "{\"type\":\"ping\"}", "{\"type\":\"pong\"}");
    }

    private static void all(RunningServer server, String path, String early, String answer) throws IOException {
        List<StalledSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                sockets.add(new StalledSocket(server, path, early));
            }
            for (StalledSocket socket : sockets) {
                socket.readUntil(answer);
            }
        } finally {
            for (StalledSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
