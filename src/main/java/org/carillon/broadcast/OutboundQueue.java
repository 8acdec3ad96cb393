package org.carillon.broadcast;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What waits for one client, bounded in frames and in bytes: a slow reader is found at the moment of queueing and costs no
 * more than this. Safe for use by several threads; nothing waits.
 */
public final class OutboundQueue {

    /** Bytes of one write that is joined from several frames: about a socket buffer. */
    private static final int WRITE = 65_536;

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

    /** The oldest frames as WebSocket frames, as many as make one write and at least one; null if there is none. */
    synchronized ByteBuffer pollWebSocket() {
        var first = poll();
        if (first == null) {
            return null;
        }
        int size = first.webSocketBytes();
        int more = 0;
        for (Frame frame : frames) {
            if (size + frame.webSocketBytes() > WRITE) {
                break;
            }
            size += frame.webSocketBytes();
            more++;
        }
        return more == 0 ? first.webSocket() : joined(first, more, size);
    }

    private ByteBuffer joined(Frame first, int more, int size) {
        var write = ByteBuffer.allocate(size).put(first.webSocket());
        for (int i = 0; i < more; i++) {
            write.put(poll().webSocket());
        }
        return write.flip();
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
