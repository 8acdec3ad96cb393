package org.carillon.broadcast;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.invoke.MethodType.methodType;

import jakarta.websocket.Session;
import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.carillon.access.Private;

/**
 * WildFly: frames go from our queue to the connection's conduit, past Undertow's frame channels, which hand each frame over to
 * the I/O thread. Undertow writes its own frames (pong, close) under the channel's monitor, and so do we, through a conduit
 * of our own that lets nobody in while half a frame of ours is out, and lets its frames go first otherwise. TLS is a conduit
 * below and works as ever.
 */
final class UndertowWay implements FrameSenders.Way {

    /** What is found with the first session and is the same for all. */
    private record Undertow(Class<?> conduit, MethodHandle write, MethodHandle resumeWrites, MethodHandle isCloseFrameSent, Method executeAfter) {

        static Undertow of(Object channel, Object sink) throws ReflectiveOperationException {
            var conduit = Private.type(sink.getClass(), "org.xnio.conduits.StreamSinkConduit");
            return new Undertow(conduit,
                    Private.method(conduit, "write", methodType(int.class, Object.class, ByteBuffer.class), ByteBuffer.class),
                    Private.method(sink.getClass(), "resumeWrites", methodType(void.class, Object.class)),
                    Private.method(channel.getClass(), "isCloseFrameSent", methodType(boolean.class, Object.class)),
                    Private.type(sink.getClass(), "org.xnio.XnioExecutor").getMethod("executeAfter", Runnable.class, long.class, TimeUnit.class));
        }
    }

    private static final System.Logger LOG = System.getLogger(UndertowWay.class.getName());

    private final long sendTimeout;
    private final Consumer<Throwable> broken;
    private volatile Undertow undertow;

    /**
     * @param sendTimeout milliseconds that a client has for its part of the closing handshake
     * @param broken      told if Undertow is not what it is taken for
     */
    UndertowWay(long sendTimeout, Consumer<Throwable> broken) {
        this.sendTimeout = sendTimeout;
        this.broken = broken;
    }

    @Override
    public String description() {
        return "Undertow's conduits";
    }

    @Override
    public FrameSender of(Session socket, Consumer<Throwable> failed) throws ReflectiveOperationException {
        if (!socket.getNegotiatedExtensions().isEmpty()) {
            return null;
        }
        var channel = socket.getClass().getMethod("getWebSocketChannel").invoke(socket);
        var connection = Private.follow(channel, "channel");
        var sink = connection.getClass().getMethod("getSinkChannel").invoke(connection);
        if (undertow == null) {
            undertow = Undertow.of(channel, sink);
        }
        var sender = new Sender(socket, channel, sink, failed);
        sender.install();
        return sender;
    }

    private final class Sender implements FrameSender {

        private final Session socket;
        private final Object channel;
        private final Object sink;
        private final Object next;
        private final Collection<?> containersFrames;
        private final Executor ioThread;
        private final Consumer<Throwable> failed;
        /** What is not written yet, and whom to tell; guarded by the channel's monitor. */
        private ByteBuffer rest;
        private Runnable done;

        Sender(Session socket, Object channel, Object sink, Consumer<Throwable> failed) throws ReflectiveOperationException {
            this.socket = socket;
            this.channel = channel;
            this.sink = sink;
            this.failed = failed;
            this.next = sink.getClass().getMethod("getConduit").invoke(sink);
            this.containersFrames = (Collection<?>) Private.follow(channel, "pendingFrames");
            this.ioThread = (Executor) sink.getClass().getMethod("getIoThread").invoke(sink);
        }

        void install() throws ReflectiveOperationException {
            var ours = Private.implement(undertow.conduit(), (proxy, method, arguments) -> called(method, arguments));
            synchronized (channel) {
                sink.getClass().getMethod("setConduit", undertow.conduit()).invoke(sink, ours);
            }
        }

        @Override
        public boolean sendNext(OutboundQueue queue, Runnable then) {
            var bytes = queue.pollWebSocket();
            if (bytes != null) {
                try {
                    if (write(bytes, then)) {
                        then.run();
                    }
                } catch (IOException gone) {
                    failed.accept(gone);
                } catch (Throwable unexpected) {
                    broken.accept(unexpected);
                    failed.accept(unexpected);
                }
            }
            return bytes != null;
        }

        /** True if all is out; else the rest follows when the client has read. */
        private boolean write(ByteBuffer bytes, Runnable then) throws Throwable {
            synchronized (channel) {
                if ((boolean) undertow.isCloseFrameSent().invokeExact(channel)) {
                    throw new ClosedChannelException();
                }
                if (containersFrames.isEmpty()) {
                    writeOut(bytes);
                }
                if (bytes.hasRemaining()) {
                    rest = bytes;
                    done = then;
                    undertow.resumeWrites().invokeExact(sink);
                }
                return !bytes.hasRemaining();
            }
        }

        private void writeOut(ByteBuffer bytes) throws Throwable {
            int written = 1;
            while (bytes.hasRemaining() && written > 0) {
                written = (int) undertow.write().invokeExact(next, bytes);
            }
        }

        /** Undertow writes or flushes; it holds the channel's monitor. */
        private Object called(Method method, Object[] arguments) throws Throwable {
            synchronized (channel) {
                switch (method.getName()) {
                    case "write", "writeFinal", "transferFrom" -> {
                        if (rest != null && rest.position() > 0 && !continued()) {
                            return method.getReturnType() == int.class ? (Object) 0 : (Object) 0L;
                        }
                    }
                    case "flush" -> {
                        // Undertow flushes when its own frames are all out.
                        if (rest != null && !continued()) {
                            return false;
                        }
                    }
                    case "terminateWrites", "truncateWrites" -> rest = null;
                    default -> { }
                }
            }
            return forward(method, arguments);
        }

        private boolean continued() throws Throwable {
            writeOut(rest);
            boolean all = !rest.hasRemaining();
            if (all) {
                rest = null;
                // Not here, where Undertow's monitor is held: who is told may want a monitor whose holder waits for this one.
                ioThread.execute(done);
            }
            return all;
        }

        private Object forward(Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(next, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }

        @Override
        public void sendNow(Frame frame) {
            socket.getAsyncRemote().sendText(frame.text(), result -> { });
        }

        /** Undertow waits without end for a client to take the close frame and to answer it; we do not. */
        @Override
        public void close(Disconnect reason) {
            StandardSender.close(socket, reason);
            if (reason == Disconnect.TOO_SLOW) {
                reset();
            } else if (reason != Disconnect.GOING_AWAY) {
                resetLater();
            }
        }

        /** Not when the deployment ends: what waits here would keep its classes. */
        private void resetLater() {
            try {
                undertow.executeAfter().invoke(ioThread, (Runnable) this::reset, sendTimeout, TimeUnit.MILLISECONDS);
            } catch (ReflectiveOperationException | RuntimeException goingDown) {
                LOG.log(DEBUG, "A socket is reset at once, because its thread takes no more work.", goingDown);
                reset();
            }
        }

        private void reset() {
            try {
                ((Closeable) channel).close();
            } catch (IOException | RuntimeException gone) {
                LOG.log(DEBUG, "A socket was gone before it was reset.", gone);
            }
        }
    }
}
