package org.carillon.broadcast;

import static java.lang.invoke.MethodType.methodType;

import jakarta.websocket.Session;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.carillon.access.Private;

/**
 * Payara: frames go from our queue into Grizzly's write queue of the connection, past Tyrus, the servlet's output stream and
 * the HTTP filters. The container's own frames go through the same write queue, so each frame is whole and in order. Grizzly
 * says when the kernel has taken the bytes, where the standard API says so up to 10 MB earlier.
 *
 * <p>TLS that Payara ends itself is one of the filters that would be passed by: such a connection is sent to by the standard.
 */
final class GrizzlyWay implements FrameSenders.Way {

    /** What is found with the first session and is the same for all. */
    private record Grizzly(Object memory, Class<?> completion, MethodHandle wrap, MethodHandle write, MethodHandle terminate) {

        static Grizzly of(Object connection, Object writer) throws ReflectiveOperationException {
            var writers = Private.type(writer.getClass(), "org.glassfish.grizzly.Writer");
            var connections = Private.type(writer.getClass(), "org.glassfish.grizzly.Connection");
            var message = Private.type(writer.getClass(), "org.glassfish.grizzly.asyncqueue.WritableMessage");
            var completion = Private.type(writer.getClass(), "org.glassfish.grizzly.CompletionHandler");
            var memories = Private.type(writer.getClass(), "org.glassfish.grizzly.memory.MemoryManager");
            var buffers = Private.type(writer.getClass(), "org.glassfish.grizzly.memory.Buffers");
            return new Grizzly(connections.getMethod("getMemoryManager").invoke(connection), completion,
                    Private.method(buffers, "wrap", methodType(Object.class, Object.class, ByteBuffer.class), memories, ByteBuffer.class),
                    Private.method(writers, "write", methodType(void.class, Object.class, Object.class, Object.class, Object.class, Object.class),
                            connections, Object.class, message, completion),
                    Private.method(connections, "terminateSilently", methodType(void.class, Object.class)));
        }
    }

    private final Consumer<Throwable> broken;
    private volatile Grizzly grizzly;

    /** @param broken told if Grizzly is not what it is taken for */
    GrizzlyWay(Consumer<Throwable> broken) {
        this.broken = broken;
    }

    @Override
    public String description() {
        return "Grizzly's write queue";
    }

    @Override
    public FrameSender of(Session socket, Consumer<Throwable> failed) throws ReflectiveOperationException {
        var response = Private.follow(socket.getAsyncRemote(), "webSocket", "protocolHandler", "writer", "tyrusHttpUpgradeHandler", "handler", "os",
                "ob", "grizzlyResponse");
        var context = Private.follow(response, "ctx");
        if (context == null) {
            // The client has gone already.
            return null;
        }
        var connection = context.getClass().getMethod("getConnection").invoke(context);
        var connections = Private.type(context.getClass(), "org.glassfish.grizzly.Connection");
        var filters = (List<?>) context.getClass().getMethod("getFilterChain").invoke(context);
        if (filters.stream().anyMatch(filter -> isTls(filter.getClass())) || !socket.getNegotiatedExtensions().isEmpty()) {
            return null;
        }
        var transport = connections.getMethod("getTransport").invoke(connection);
        var writer = transport.getClass().getMethod("getWriter", boolean.class).invoke(transport, false);
        if (grizzly == null) {
            grizzly = Grizzly.of(connection, writer);
        }
        return new Sender(socket, connection, writer, grizzly, failed, broken);
    }

    private static boolean isTls(Class<?> filter) {
        boolean tls = false;
        for (Class<?> type = filter; type != null; type = type.getSuperclass()) {
            tls |= type.getSimpleName().startsWith("SSL");
        }
        return tls;
    }

    private static final class Sender implements FrameSender {

        private final Session socket;
        private final Object connection;
        private final Object writer;
        private final Grizzly grizzly;
        private final Consumer<Throwable> failed;
        private final Consumer<Throwable> broken;
        private final Object completion;
        private volatile Runnable done;

        Sender(Session socket, Object connection, Object writer, Grizzly grizzly, Consumer<Throwable> failed, Consumer<Throwable> broken) {
            this.socket = socket;
            this.connection = connection;
            this.writer = writer;
            this.grizzly = grizzly;
            this.failed = failed;
            this.broken = broken;
            this.completion = Private.implement(grizzly.completion(),
                    (proxy, method, arguments) -> told(method.getName(), arguments));
        }

        @Override
        public boolean sendNext(OutboundQueue queue, Runnable then) {
            var bytes = queue.pollWebSocket();
            if (bytes != null) {
                done = then;
                try {
                    Object buffer = grizzly.wrap().invokeExact(grizzly.memory(), bytes);
                    grizzly.write().invokeExact(writer, connection, (Object) null, buffer, completion);
                } catch (Throwable unexpected) {
                    broken.accept(unexpected);
                    failed.accept(unexpected);
                }
            }
            return bytes != null;
        }

        @Override
        public void sendNow(Frame frame) {
            socket.getAsyncRemote().sendText(frame.text(), result -> { });
        }

        /** A client that reads nothing would not read a close frame either: its connection is reset. */
        @Override
        public void close(Disconnect reason) {
            StandardSender.close(socket, reason);
            if (reason == Disconnect.TOO_SLOW) {
                try {
                    grizzly.terminate().invokeExact(connection);
                } catch (Throwable unexpected) {
                    broken.accept(unexpected);
                }
            }
        }

        private Object told(String what, Object[] arguments) {
            switch (what) {
                case "completed" -> done.run();
                case "failed" -> failed.accept((Throwable) arguments[0]);
                case "cancelled" -> failed.accept(new CancellationException());
                default -> { }
            }
            return null;
        }
    }
}
