package org.carillon.engineio;

import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Frame;
import org.carillon.broadcast.FrameSender;
import org.carillon.broadcast.OutboundQueue;
import org.carillon.broadcast.SendLoop;
import org.carillon.monitoring.MonotonicClock;

/** One WebSocket: a frame for each packet, one send in flight. Safe for use by several threads. */
final class WebSocketTransport implements Transport {

    private final EngineSession session;
    private final OutboundQueue queue;
    private final FrameSender sender;
    private final SendLoop loop;
    private final MonotonicClock clock;
    private final long opened;

    WebSocketTransport(EngineSession session, OutboundQueue queue, FrameSender sender, MonotonicClock clock) {
        this.session = session;
        this.queue = queue;
        this.sender = sender;
        this.loop = new SendLoop(this::sendNext, clock);
        this.clock = clock;
        this.opened = clock.nanos();
    }

    @Override
    public void flush() {
        loop.flush();
    }

    /** Sends at once and past the queue: only before this transport carries the session. */
    void sendNow(Frame frame) {
        sender.sendNow(frame);
    }

    boolean isOlderThan(long millis) {
        return clock.millisSince(opened) > millis;
    }

    @Override
    public boolean isStuck(long millis) {
        return loop.isStuck(millis);
    }

    @Override
    public void close(Disconnect reason) {
        sender.close(reason);
    }

    private boolean sendNext(Runnable done) {
        boolean sending = sender.sendNext(queue, done);
        if (!sending) {
            session.sent();
        }
        return sending;
    }
}
