package org.carillon.broadcast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.ToIntFunction;

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

    /** All of these, next to each other, or none: false if together they go past a bound. */
    public synchronized boolean offer(List<Frame> together) {
        int size = together.stream().mapToInt(Frame::bytes).sum();
        if (frames.size() + together.size() > maxFrames || bytes + size > maxBytes) {
            return false;
        }
        frames.addAll(together);
        bytes += size;
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
    public List<Frame> poll(int limit, int separator) {
        return poll(limit, separator, Frame::bytes);
    }

    /**
     * As {@link #poll(int, int)}, for a caller who writes frames in a form of its own.
     *
     * @param written   bytes of a frame as the caller writes it
     */
    public synchronized List<Frame> poll(int limit, int separator, ToIntFunction<Frame> written) {
        var taken = new ArrayList<Frame>();
        int size = 0;
        while (!frames.isEmpty() && (taken.isEmpty() || size + separator + written.applyAsInt(frames.peek()) <= limit)) {
            var frame = poll();
            size += written.applyAsInt(frame) + (taken.isEmpty() ? 0 : separator);
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
