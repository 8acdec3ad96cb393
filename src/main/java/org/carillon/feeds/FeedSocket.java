package org.carillon.feeds;

import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.FrameSender;
import org.carillon.broadcast.OutboundQueue;
import org.carillon.broadcast.SendLoop;
import org.carillon.monitoring.MonotonicClock;

/** The way out of one WebSocket of {@code /feed}: a frame for each message, one send in flight. Safe for use by several threads. */
final class FeedSocket {

    private final Session socket;
    private final OutboundQueue queue;
    private final FrameSender sender;
    private final Runnable drained;
    private final Consumer<Throwable> gone;
    private final SendLoop loop;

    /**
     * @param drained told when nothing is left to send
     * @param gone    told when a ping cannot be sent
     */
    FeedSocket(Session socket, OutboundQueue queue, FrameSender sender, MonotonicClock clock, Runnable drained, Consumer<Throwable> gone) {
        this.socket = socket;
        this.queue = queue;
        this.sender = sender;
        this.drained = drained;
        this.gone = gone;
        this.loop = new SendLoop(this::sendNext, clock);
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
        sender.close(reason);
    }

    private boolean sendNext(Runnable done) {
        boolean sending = sender.sendNext(queue, done);
        if (!sending) {
            drained.run();
        }
        return sending;
    }
}
