package org.carillon.bench;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/** The peer from the same trade: netty-socketio as its documentation starts it. {@code main PORT}. */
final class NettyPeer {

    /** Characters of the data besides the two numbers and the padding. */
    private static final int FIXED = 20;

    private NettyPeer() {
    }

    public static void main(String[] arguments) throws IOException {
        var configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(Integer.parseInt(arguments[0]));
        var server = new SocketIOServer(configuration);
        server.start();
        var time = Executors.newSingleThreadScheduledExecutor();
        StandardInput.obey(new Publishing(time, (size, number) -> server.getBroadcastOperations().sendEvent(Payload.EVENT, data(size, number))));
        time.shutdownNow();
        server.stop();
    }

    private static Map<String, Object> data(int size, long number) {
        long now = System.nanoTime();
        var data = new LinkedHashMap<String, Object>();
        data.put("n", number);
        data.put("t", now);
        data.put("pad", Payload.padding(size - FIXED - (String.valueOf(number) + now).length()));
        return data;
    }
}
