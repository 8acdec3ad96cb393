package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.IO;
import io.socket.engineio.client.transports.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.server.Await;
import org.carillon.server.RunningServer;
import org.carillon.server.SharedServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official Java client, unmodified. */
@ExtendWith(SharedServer.class)
class JavaClientIT {

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void theRecipesEventArrivesAsItIs(String transports, RunningServer server) throws Exception {
        var options = IO.Options.builder().setTransports(transports.split(",")).setForceNew(true).build();
        List<String> received = new CopyOnWriteArrayList<>();
        List<Object> trouble = new CopyOnWriteArrayList<>();
        var socket = IO.socket(server.url(), options);
        try {
            socket.on("background_task_response", arguments -> received.add(arguments.length + " " + arguments[0]));
            socket.on("connect_error", arguments -> trouble.add(arguments[0]));
            socket.on("disconnect", arguments -> trouble.add(arguments[0]));
            socket.connect();
            Await.until("three events arrive; trouble: " + trouble, Duration.ofSeconds(15), () -> received.size() >= 3);
            assertTrue(received.stream().allMatch("1 {\"data\":\"Background Task Result\"}"::equals), received.toString());
            assertEquals(List.of(), trouble);
            if (transports.endsWith("websocket")) {
                Await.until("the client is on WebSocket", Duration.ofSeconds(10), () -> transport(socket).equals(WebSocket.NAME));
            }
        } finally {
            socket.off();
            socket.close();
        }
    }

    private static String transport(io.socket.client.Socket socket) throws ReflectiveOperationException {
        var engine = socket.io().getClass().getDeclaredField("engine");
        engine.setAccessible(true);
        var transport = io.socket.engineio.client.Socket.class.getDeclaredField("transport");
        transport.setAccessible(true);
        return ((io.socket.engineio.client.Transport) transport.get(engine.get(socket.io()))).name;
    }
}
