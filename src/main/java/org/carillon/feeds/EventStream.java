package org.carillon.feeds;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.access.Cut;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Frame;
import org.carillon.broadcast.LiveSession;
import org.carillon.broadcast.ResponseWriter;
import org.carillon.broadcast.SendLoop;
import org.carillon.broadcast.Sessions;
import org.carillon.broadcast.Subscription.Beginning;
import org.carillon.broadcast.Subscription.Start;
import org.carillon.broadcast.WireFormat;
import org.carillon.journal.Position;
import org.carillon.monitoring.MonotonicClock;

/** One reader of {@code /events}. Safe for use by several threads. */
final class EventStream extends LiveSession {

    /** Bytes written at once: what waits is joined into one write of about a socket buffer. */
    private static final int CHUNK = 65_536;

    private static final Frame HEARTBEAT = Frame.of(":\n\n");
    private static final Frame GAP = Frame.of("event: gap\ndata: {}\n\n");

    /**
     * @param heartbeatMillis quiet time after which a comment is sent
     * @param sendTimeoutMillis longest time for one write
     */
    record Timing(long heartbeatMillis, long sendTimeoutMillis) {
    }

    private final AsyncContext context;
    private final SendLoop loop;
    private final Sessions sessions;
    private final MonotonicClock clock;
    private final Timing timing;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile ResponseWriter writer;
    private volatile long lastWrite;

    EventStream(AsyncContext context, Sessions sessions, MonotonicClock clock, Timing timing) {
        super("events-" + UUID.randomUUID(), sessions);
        this.context = context;
        this.sessions = sessions;
        this.clock = clock;
        this.timing = timing;
        this.lastWrite = clock.nanos();
        this.loop = new SendLoop(this::sendNext, clock);
    }

    /** Begins to write, once the stream is registered: a refusal is no stream. The first line says how long a browser waits before it comes back. */
    void open(long retryMillis) throws IOException {
        writer = new ResponseWriter(context, gone -> close(Disconnect.CONNECTION_LOST));
        send(Frame.of("retry: " + retryMillis + "\n\n"));
    }

    /** @param lastEventId what a browser sends when it comes back; null or empty from a new one */
    void start(Set<String> channels, WireFormat format, String lastEventId, boolean beginWithLast) {
        boolean returning = lastEventId != null && !lastEventId.isEmpty();
        // A new stream looks at the journal too, for the position from which it would come back.
        subscribe(channels, format, new Beginning(returning ? lastEventId : null, returning || beginWithLast, this::started));
    }

    private void started(Position from, Start how) {
        if (how == Start.GAP) {
            send(GAP);
        }
        if (how != Start.RESUMED) {
            send(Frame.of("id: " + from + "\n\n"));
        }
    }

    @Override
    protected void flush() {
        if (writer != null) {
            loop.flush();
        }
    }

    @Override
    protected void sweep() {
        if (loop.isStuck(timing.sendTimeoutMillis())) {
            close(Disconnect.TOO_SLOW);
        } else if (clock.millisSince(lastWrite) >= timing.heartbeatMillis()) {
            send(HEARTBEAT);
        }
    }

    @Override
    public void close(Disconnect reason) {
        if (closed.compareAndSet(false, true)) {
            silence();
            queue().clear();
            sessions.remove(this);
            if (reason == Disconnect.TOO_SLOW) {
                Cut.off(context);
            }
            context.complete();
        }
    }

    private boolean sendNext(Runnable done) {
        var text = new StringBuilder();
        queue().poll(CHUNK, 0).forEach(frame -> text.append(frame.text()));
        if (text.isEmpty() || closed.get()) {
            drained();
            return false;
        }
        lastWrite = clock.nanos();
        writer.write(text.toString().getBytes(StandardCharsets.UTF_8), done);
        return true;
    }
}
