package org.carillon.broadcast;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What waits for one client, bounded in frames and in bytes: a slow reader is found at the moment of queueing and costs no
 * more than this. Safe for use by several threads; nothing waits.
 */
public final class OutboundQueue {

    /** Bytes of one write that is joined from several frames: about a socket buffer. */
    private static final int WRITE = 65_536;

    private final int maxFrames;
    private final int maxBytes;
    private final Backlog backlog;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int bytes;
    private boolean ended;

    OutboundQueue(int maxFrames, int maxBytes, Backlog backlog) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
        this.backlog = backlog;
    }

    /**
     * False, and nothing is queued, if the frame goes past a bound, or the session has ended. Older frames of its lane give way to
     * it, as the lane's policy has it: to DROP_OLDEST only as many as must, to LATEST any that waits.
     */
    public synchronized boolean offer(Frame frame) {
        if (frame.lane() != null && !frames.isEmpty()) {
            makeWay(frame);
        }
        if (!wouldTake(frame) || !backlog.take(frame.bytes())) {
            return false;
        }
        frames.add(frame);
        bytes += frame.bytes();
        return true;
    }

    /** All of these, next to each other, or none: false if together they go past a bound, or the session has ended. */
    public synchronized boolean offer(List<Frame> together) {
        int size = bytesOf(together);
        if (!hasRoom(together.size(), size) || !backlog.take(size)) {
            return false;
        }
        frames.addAll(together);
        bytes += size;
        return true;
    }

    /** Whether the bounds of this queue alone leave room for the frame. */
    synchronized boolean wouldTake(Frame frame) {
        return hasRoom(1, frame.bytes());
    }

    /** Whether the bounds of this queue alone leave room for all of these. */
    synchronized boolean wouldTake(List<Frame> together) {
        return hasRoom(together.size(), bytesOf(together));
    }

    private boolean hasRoom(int more, int size) {
        return !ended && frames.size() + more <= maxFrames && bytes + size <= maxBytes;
    }

    private static int bytesOf(List<Frame> together) {
        return together.stream().mapToInt(Frame::bytes).sum();
    }

    private void makeWay(Frame frame) {
        boolean all = frame.lane().policy() == SlowClients.Policy.LATEST;
        int dropped = 0;
        for (var oldest = frames.iterator(); oldest.hasNext() && (all || !wouldTake(frame)); ) {
            var waiting = oldest.next();
            if (frame.lane().equals(waiting.lane())) {
                oldest.remove();
                forget(waiting);
                dropped++;
            }
        }
        backlog.countDropped(dropped);
    }

    private void forget(Frame frame) {
        bytes -= frame.bytes();
        backlog.give(frame.bytes());
    }

    /** The oldest frame, or null. */
    public synchronized Frame poll() {
        var frame = frames.poll();
        if (frame != null) {
            forget(frame);
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

    synchronized int bytes() {
        return bytes;
    }

    /** Forgets all and takes nothing any more: the session has ended. */
    public synchronized void clear() {
        ended = true;
        frames.clear();
        backlog.give(bytes);
        bytes = 0;
    }
}
