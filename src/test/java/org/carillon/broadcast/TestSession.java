package org.carillon.broadcast;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.carillon.journal.Publication;

/** A client whose reading a test can stop. For one thread. */
final class TestSession extends LiveSession {

    /** Frames that are nothing but the offset, so that what came can be compared at a glance. */
    static final WireFormat OFFSETS = publication -> Frame.of(String.valueOf(publication.offset()));

    final List<String> received = new ArrayList<>();
    final List<Disconnect> closed = new ArrayList<>();
    boolean reading = true;
    Runnable failure = () -> { };
    int swept;

    TestSession(String id, WireFormat format, OutboundQueue queue) {
        super(id, format, queue);
    }

    static TestSession of(int frames) {
        return new TestSession("session", OFFSETS, new OutboundQueue(frames, 1_000_000));
    }

    void hearNow(Set<String> channels) {
        hear(channels);
    }

    void comeBack(Set<String> channels, String lastSeen, Replayer replayer) {
        hearAfterReplay(channels, lastSeen, replayer);
    }

    void silenced() {
        silence();
    }

    void offer(Publication publication) {
        publish(publication, new Encoded(publication));
    }

    /** The client reads all there is; returns how many frames. */
    int readAll() {
        int count = 0;
        for (var frame = queue().poll(); frame != null; frame = queue().poll()) {
            received.add(frame.text());
            count++;
        }
        drained();
        return count;
    }

    @Override
    protected void flush() {
        failure.run();
        if (reading) {
            readAll();
        }
    }

    @Override
    public void close(Disconnect reason) {
        closed.add(reason);
        silence();
    }

    @Override
    protected void sweep() {
        swept++;
        failure.run();
    }

    @Override
    protected void onGap() {
        received.add("gap");
    }
}
