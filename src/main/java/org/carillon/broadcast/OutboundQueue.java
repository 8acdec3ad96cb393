package org.carillon.broadcast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What waits for one client, bounded in frames and in bytes: a slow reader is found at the moment of queueing and costs no
 * more than this. Safe for use by several threads; nothing waits.
 */
public final class OutboundQueue {

    private final int maxFrames;
    private final int maxBytes;
    private final Queue<Frame> frames = new ArrayDeque<>();
    private int bytes;

    public OutboundQueue(int maxFrames, int maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
    }

    /** False, and nothing is queued, if the frame goes past a bound. */
    public synchronized boolean offer(Frame frame) {
        if (frames.size() >= maxFrames || bytes + frame.bytes() > maxBytes) {
            return false;
        }
        frames.add(frame);
        bytes += frame.bytes();
        return true;
    }

    /** The oldest frame, or null. */
    public synchronized Frame poll() {
        var frame = frames.poll();
        if (frame != null) {
            bytes -= frame.bytes();
        }
        return frame;
    }

    /**
     * The oldest frames that fit together, in order: at least one if there is any.
     *
     * @param separator bytes that the caller writes between two of them
     */
    public synchronized List<Frame> poll(int limit, int separator) {
        var taken = new ArrayList<Frame>();
        int size = 0;
        while (!frames.isEmpty() && (taken.isEmpty() || size + separator + frames.peek().bytes() <= limit)) {
            var frame = poll();
            size += frame.bytes() + (taken.isEmpty() ? 0 : separator);
            taken.add(frame);
        }
        return taken;
    }

    public synchronized boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Forgets all: the session has ended. */
    public synchronized void clear() {
        frames.clear();
        bytes = 0;
    }
}
