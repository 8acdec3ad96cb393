package org.carillon.broadcast;

import java.util.concurrent.atomic.AtomicReference;
import org.carillon.monitoring.MonotonicClock;

/**
 * Keeps exactly one send in flight. A send that completes within the call is followed by the next in a loop, not by
 * recursion, so a long queue cannot overflow the stack. Safe for use by several threads.
 */
public final class SendLoop {

    /** Begins to send what is next. */
    @FunctionalInterface
    public interface Way {

        /**
         * @param done to be called once when the send has ended well; not called after a failure
         * @return false if there is nothing to send
         */
        boolean sendNext(Runnable done);
    }

    private enum State { IDLE, SENDING, WAITING, COMPLETED }

    private final Way way;
    private final MonotonicClock clock;
    private final Runnable completed = this::completed;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private volatile boolean more;
    private volatile long since;

    public SendLoop(Way way, MonotonicClock clock) {
        this.way = way;
        this.clock = clock;
    }

    /** Something may be there to send. */
    public void flush() {
        more = true;
        if (state.compareAndSet(State.IDLE, State.SENDING)) {
            loop();
        }
    }

    /** Whether the send in flight began longer ago than this. */
    public boolean isStuck(long millis) {
        return state.get() != State.IDLE && clock.millisSince(since) > millis;
    }

    private void loop() {
        boolean goOn = true;
        while (goOn) {
            more = false;
            since = clock.nanos();
            if (way.sendNext(completed)) {
                goOn = !state.compareAndSet(State.SENDING, State.WAITING);
                if (goOn) {
                    state.set(State.SENDING);
                }
            } else {
                state.set(State.IDLE);
                goOn = more && state.compareAndSet(State.IDLE, State.SENDING);
            }
        }
    }

    private void completed() {
        if (!state.compareAndSet(State.SENDING, State.COMPLETED)) {
            state.set(State.SENDING);
            loop();
        }
    }
}
