package org.carillon.broadcast;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Sends by the standard API, which every container has: one frame a send. */
final class StandardSender implements FrameSender {

    private static final System.Logger LOG = System.getLogger(StandardSender.class.getName());

    private static final Map<Disconnect, CloseReason> REASONS = new EnumMap<>(Disconnect.class);

    static {
        for (var reason : Disconnect.values()) {
            REASONS.put(reason, new CloseReason(CloseCodes.getCloseCode(reason.code()), reason.reason()));
        }
    }

    private final Session socket;
    private final Consumer<Throwable> failed;
    private final boolean hidesClasses;

    /**
     * @param hidesClasses      whether our classes are kept from the container during a send
     * @param sendTimeoutMillis Undertow closes the channel when a send takes longer; Tyrus ignores it and obeys {@link #close}
     */
    StandardSender(Session socket, boolean hidesClasses, long sendTimeoutMillis, Consumer<Throwable> failed) {
        this.socket = socket;
        this.failed = failed;
        this.hidesClasses = hidesClasses;
        socket.getAsyncRemote().setSendTimeout(sendTimeoutMillis);
    }

    @Override
    public boolean sendNext(OutboundQueue queue, Runnable done) {
        var frame = queue.poll();
        if (frame != null) {
            send(frame, result -> {
                if (result.isOK()) {
                    done.run();
                } else {
                    failed.accept(result.getException());
                }
            });
        }
        return frame != null;
    }

    @Override
    public void sendNow(Frame frame) {
        send(frame, result -> { });
    }

    @Override
    public void close(Disconnect reason) {
        close(socket, reason);
    }

    /**
     * Has everything loaded that a close needs. To be called at the start: Payara's hot redeployment closes our class loader before
     * it says that the end has come.
     */
    static void prepare() {
        // That is what loading this class does.
    }

    /** As the standard has it, which all senders do first. */
    static void close(Session socket, Disconnect reason) {
        try {
            socket.close(REASONS.get(reason));
        } catch (IOException | RuntimeException gone) {
            LOG.log(DEBUG, "A socket was gone before it was closed.", gone);
        }
    }

    private void send(Frame frame, SendHandler handler) {
        try {
            if (hidesClasses) {
                sendWithoutClasses(frame, handler);
            } else {
                hand(frame, handler);
            }
        } catch (RuntimeException gone) {
            failed.accept(gone);
        }
    }

    /**
     * Tyrus plans a timer for every send, and Payara looks through all JAR files of the sender's class loader for whoever might
     * want to know of it. Where there are none to look through, a send costs a third.
     */
    private void sendWithoutClasses(Frame frame, SendHandler handler) {
        var thread = Thread.currentThread();
        var ours = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            hand(frame, handler);
        } finally {
            thread.setContextClassLoader(ours);
        }
    }

    private void hand(Frame frame, SendHandler handler) {
        if (frame.isBinary()) {
            socket.getAsyncRemote().sendBinary(frame.binary().duplicate(), handler);
        } else {
            socket.getAsyncRemote().sendText(frame.text(), handler);
        }
    }
}
