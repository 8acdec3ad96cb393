package org.carillon.socketio;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.broadcast.Frame;
import org.carillon.engineio.EngineSession;

/**
 * What is sent to one client in one namespace: held back until the client is told that it is in, and nothing after it has left.
 * Safe for use by several threads.
 */
final class Outbox {

    /** Frames that may be emitted to a client before it is in; far below what its queue takes. */
    static final int MAX_HELD = 100;

    private enum State { HOLDING, OPEN, SHUT }

    private final EngineSession session;
    private final List<Frame> held = new ArrayList<>();
    private State state = State.HOLDING;

    Outbox(EngineSession session) {
        this.session = session;
    }

    synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    synchronized boolean isShut() {
        return state == State.SHUT;
    }

    /**
     * Opens with that the client is in, and with what was held back.
     *
     * @param way queues these frames; it is called under the lock of those who send, so that they follow
     */
    synchronized void open(Frame connected, Consumer<List<Frame>> way) {
        state = State.OPEN;
        held.add(0, connected);
        var first = List.copyOf(held);
        held.clear();
        way.accept(first);
    }

    /** False if it was shut before. */
    synchronized boolean shut() {
        boolean first = state != State.SHUT;
        state = State.SHUT;
        held.clear();
        return first;
    }

    /**
     * Sends frames that belong together.
     *
     * @param ofTheMoment whether they are dropped if anything waits
     * @throws IllegalStateException if too much is held back
     */
    void send(List<Frame> frames, boolean ofTheMoment) {
        synchronized (this) {
            if (state == State.HOLDING && ofTheMoment && !held.isEmpty()) {
                return;
            }
            if (state == State.HOLDING && held.size() + frames.size() > MAX_HELD) {
                throw new IllegalStateException("More than " + MAX_HELD + " frames were emitted to a client that is not in yet.");
            }
            if (state == State.HOLDING) {
                held.addAll(frames);
            }
            if (state != State.OPEN) {
                return;
            }
        }
        if (ofTheMoment) {
            session.sendIfIdle(frames);
        } else {
            session.send(frames);
        }
    }
}
