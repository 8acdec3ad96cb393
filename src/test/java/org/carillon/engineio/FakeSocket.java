package org.carillon.engineio;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;

/** A container's WebSocket, whose sends a test can leave unfinished. For one thread. */
final class FakeSocket {

    final List<String> received = new ArrayList<>();
    final List<Integer> closed = new ArrayList<>();
    final Queue<SendHandler> unfinished = new ArrayDeque<>();
    boolean finishing = true;
    boolean gone;
    Runnable whenReceived = () -> { };

    Session session() {
        var remote = proxy(RemoteEndpoint.Async.class, (method, arguments) -> {
            if (method.equals("sendText")) {
                send((String) arguments[0], (SendHandler) arguments[1]);
            } else if (method.equals("sendBinary")) {
                var bytes = new byte[((ByteBuffer) arguments[0]).remaining()];
                ((ByteBuffer) arguments[0]).get(bytes);
                send("<" + HexFormat.of().formatHex(bytes) + ">", (SendHandler) arguments[1]);
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

    void fail() {
        unfinished.remove().onResult(new SendResult(new IOException("reset by peer")));
    }

    private void send(String text, SendHandler handler) {
        if (gone) {
            throw new IllegalStateException("The socket is closed.");
        }
        received.add(text);
        whenReceived.run();
        if (finishing) {
            handler.onResult(new SendResult());
        } else {
            unfinished.add(handler);
        }
    }

    @FunctionalInterface
    interface Answer {
        Object to(String method, Object[] arguments) throws Throwable;
    }

    static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(FakeSocket.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
