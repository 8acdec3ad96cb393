package org.carillon.engineio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.carillon.access.Cut;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Frame;
import org.carillon.broadcast.OutboundQueue;
import org.carillon.broadcast.ResponseWriter;
import org.carillon.monitoring.MonotonicClock;

/** HTTP long-polling: one parked request takes all that waits in one body. Safe for use by several threads. */
final class PollingTransport implements Transport {

    /** A request that waits for packets, or whose answer is being written. */
    private record Poll(AsyncContext context, ResponseWriter writer) {

        /** The session has moved, and this request came when its client had asked for that. */
        void refuse(Runnable then) {
            EngineError.BAD_REQUEST.begin((HttpServletResponse) context.getResponse());
            answer(EngineError.BAD_REQUEST.body(), then);
        }

        /** Its client does not take the answer. */
        void cut() {
            Cut.off(context);
            context.complete();
        }

        void answer(String body, Runnable then) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            context.getResponse().setContentLength(bytes.length);
            writer.write(bytes, () -> {
                context.complete();
                then.run();
            });
        }
    }

    /**
     * Milliseconds for a GET and something else of its client to cross on their way, as they go by two connections: as long as the
     * reference takes between two looks at a session that changes.
     */
    static final int CROSSING = 100;

    /**
     * Milliseconds for a GET that was sent before its client's last word to come after it: a connection may have to be made first, and
     * its SYN, if a full backlog drops it, goes out again after 1 s and after 3 s (RFC 6298, 2.1 and 5.5).
     */
    static final int LEAVING = 3_500;

    private final EngineSession session;
    private final OutboundQueue queue;
    private final MonotonicClock clock;
    private final int maxBody;
    private boolean reserved;
    private Poll parked;
    private final Set<Poll> underWay = Collections.newSetFromMap(new IdentityHashMap<>());
    private long writingSince;
    private boolean upgrading;
    private boolean cameDuringUpgrade;
    private long parkedSince;
    private boolean leaving;
    private long leavingSince;
    private Frame farewell;

    /** @param maxBody bytes of one answer: the same bound that clients keep to */
    PollingTransport(EngineSession session, OutboundQueue queue, int maxBody, MonotonicClock clock) {
        this.session = session;
        this.queue = queue;
        this.maxBody = maxBody;
        this.clock = clock;
    }

    /** Makes way for one GET; false if another one is there: the two would race for packets. */
    synchronized boolean reserve() {
        boolean free = !reserved && farewell == null;
        reserved |= free;
        return free;
    }

    /**
     * Takes the GET for which {@link #reserve} made way; it is answered as soon as there is something to send. True if it is the one for
     * which a client that goes is waited for: asked here, because once it is answered the client may say so before this returns.
     */
    boolean park(AsyncContext context) throws IOException {
        var poll = new Poll(context, new ResponseWriter(context, this::lost));
        boolean isLast;
        synchronized (this) {
            parked = poll;
            parkedSince = clock.nanos();
            cameDuringUpgrade = upgrading;
            isLast = leaving;
        }
        flush();
        return isLast;
    }

    @Override
    public void flush() {
        Poll poll;
        String body;
        boolean tooLate;
        synchronized (this) {
            tooLate = farewell == EngineCodec.NOOP && cameDuringUpgrade;
            body = parked == null ? "" : nextBody();
            if (body.isEmpty()) {
                return;
            }
            poll = parked;
            parked = null;
            // Before the first byte is out: the client may send its next GET before the container says that this one is done.
            reserved = false;
            writingSince = underWay.isEmpty() ? clock.nanos() : writingSince;
            underWay.add(poll);
        }
        if (tooLate) {
            poll.refuse(() -> written(poll));
        } else {
            poll.answer(body, () -> written(poll));
        }
    }

    /**
     * From the next {@link #flush} on no request is kept that waits already: its client waits for it before it goes on with the
     * change. One that comes meanwhile has crossed the probe's answer on its way, and is kept till the change is done, or {@link #hurry}.
     */
    synchronized void upgrading(boolean on) {
        upgrading = on;
        cameDuringUpgrade = false;
    }

    /** Lets go of a request that came during the change, if it did not just cross the client's word on its way. */
    void hurry() {
        synchronized (this) {
            cameDuringUpgrade &= clock.millisSince(parkedSince) < CROSSING;
        }
        flush();
    }

    /**
     * The client has said that it goes; false if a GET of it is there, which can be told now. Else one may have crossed that word:
     * it is waited for, and the client hears of the end that it asked for instead of an error.
     */
    synchronized boolean leave() {
        leaving = !reserved;
        leavingSince = clock.nanos();
        return leaving;
    }

    synchronized boolean isLeaving() {
        return leaving;
    }

    /** Whether no GET can come any more that crossed the client's word. */
    synchronized boolean hasLeft() {
        return leaving && clock.millisSince(leavingSince) >= LEAVING;
    }

    @Override
    public synchronized boolean isStuck(long millis) {
        return !underWay.isEmpty() && clock.millisSince(writingSince) > millis;
    }

    @Override
    public void close(Disconnect reason) {
        List<Poll> stuck;
        synchronized (this) {
            farewell = reason == Disconnect.CLIENT_CLOSED ? EngineCodec.NOOP : EngineCodec.CLOSE;
            stuck = reason == Disconnect.TOO_SLOW ? List.copyOf(underWay) : List.of();
        }
        stuck.forEach(Poll::cut);
        flush();
    }

    private String nextBody() {
        if (farewell != null) {
            return farewell.text();
        }
        var frames = queue.poll(maxBody, 1, EngineCodec::bytesInBody);
        return frames.isEmpty() && upgrading && !cameDuringUpgrade ? EngineCodec.NOOP.text() : EngineCodec.encodeBody(frames);
    }

    private void written(Poll poll) {
        synchronized (this) {
            underWay.remove(poll);
        }
        session.sent();
    }

    private void lost(Throwable gone) {
        session.close(Disconnect.CONNECTION_LOST);
    }
}
