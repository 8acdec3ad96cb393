package org.carillon.feeds;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.OutboundQueue;
import org.carillon.broadcast.SendLoop;
import org.carillon.monitoring.MonotonicClock;

/** The way out of one WebSocket of {@code /feed}: a frame for each message, one in flight. Safe for use by several threads. */
final class FeedSocket {

    private static final System.Logger LOG = System.getLogger(FeedSocket.class.getName());

    private final Session socket;
    private final OutboundQueue queue;
    private final Runnable drained;
    private final Consumer<Throwable> gone;
    private final SendLoop loop;

    /**
     * @param sendTimeoutMillis Undertow closes the channel when a send takes longer; Tyrus ignores it and obeys {@link #close}
     * @param drained           told when nothing is left to send
     * @param gone              told when the client is
     */
    FeedSocket(Session socket, OutboundQueue queue, long sendTimeoutMillis, MonotonicClock clock, Runnable drained, Consumer<Throwable> gone) {
        this.socket = socket;
        this.queue = queue;
        this.drained = drained;
        this.gone = gone;
        this.loop = new SendLoop(this::sendNext, clock);
        socket.getAsyncRemote().setSendTimeout(sendTimeoutMillis);
    }

    void flush() {
        loop.flush();
    }

    boolean isStuck(long millis) {
        return loop.isStuck(millis);
    }

    /** A ping of the WebSocket protocol, which every client's library answers; goes past the queue, as control frames may. */
    void ping() {
        try {
            socket.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | RuntimeException failed) {
            gone.accept(failed);
        }
    }

    void close(Disconnect reason) {
        try {
            socket.close(new CloseReason(CloseCodes.getCloseCode(reason.code()), reason.reason()));
        } catch (IOException | RuntimeException before) {
            LOG.log(DEBUG, "A socket was gone before it was closed.", before);
        }
    }

    private boolean sendNext(Runnable done) {
        var frame = queue.poll();
        if (frame == null) {
            drained.run();
            return false;
        }
        try {
            socket.getAsyncRemote().sendText(frame.text(), result -> {
                if (result.isOK()) {
                    done.run();
                } else {
                    gone.accept(result.getException());
                }
            });
        } catch (RuntimeException failed) {
            gone.accept(failed);
        }
        return true;
    }
}
