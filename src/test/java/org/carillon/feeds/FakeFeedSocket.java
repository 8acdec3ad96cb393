package org.carillon.feeds;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A container's WebSocket, whose sends a test can leave unfinished. For one thread. */
final class FakeFeedSocket {

    final List<String> received = new ArrayList<>();
    final List<Integer> closed = new ArrayList<>();
    final Queue<SendHandler> unfinished = new ArrayDeque<>();
    boolean finishing = true;
    boolean gone;
    int pings;

    Session session() {
        var remote = proxy(RemoteEndpoint.Async.class, (method, arguments) -> {
            if (method.equals("sendText")) {
                send((String) arguments[0], (SendHandler) arguments[1]);
            } else if (method.equals("sendPing")) {
                pings++;
            }
            return null;
        });
        return proxy(Session.class, (method, arguments) -> switch (method) {
            case "getAsyncRemote" -> remote;
            case "close" -> {
                closed.add(((CloseReason) arguments[0]).getCloseCode().getCode());
                yield null;
            }
            default -> throw new UnsupportedOperationException(method);
        });
    }

    /** What came since the last call. */
    List<JsonObject> takeAll() {
        var all = received.stream().map(FakeFeedSocket::json).toList();
        received.clear();
        return all;
    }

    void fail() {
        unfinished.remove().onResult(new SendResult(new IOException("reset by peer")));
    }

    static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private void send(String text, SendHandler handler) {
        if (gone) {
            throw new IllegalStateException("The socket is closed.");
        }
        received.add(text);
        if (finishing) {
            handler.onResult(new SendResult());
        } else {
            unfinished.add(handler);
        }
    }

    @FunctionalInterface
    private interface Answer {
        Object to(String method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(FakeFeedSocket.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
