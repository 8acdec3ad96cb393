package org.carillon.broadcast;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.carillon.broadcast.SlowClients.Policy;
import org.carillon.broadcast.Subscription.Beginning;
import org.carillon.broadcast.Subscription.Start;
import org.carillon.configuration.TestConfiguration;
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

    private final WireFormat format;
    Subscription subscription;

    TestSession(String id, WireFormat format, Sessions sessions, OutboundQueue queue) {
        super(id, sessions, queue);
        this.format = format;
    }

    TestSession(String id, WireFormat format, Sessions sessions) {
        this(id, format, sessions, sessions.newQueue());
    }

    static TestSession of(int frames) {
        return of(frames, null);
    }

    static TestSession of(int frames, Replayer replayer) {
        return new TestSession("session", OFFSETS, TestBroadcast.sessions(TestConfiguration.of(), replayer), TestBroadcast.queue(frames, 1_000_000));
    }

    void hearNow(Set<String> channels) {
        subscription = subscribe(channels, format);
    }

    void comeBack(Set<String> channels, String lastSeen) {
        subscription = subscribe(channels, format, new Beginning(lastSeen, true, (from, how) -> {
            if (how == Start.GAP) {
                received.add("gap");
            }
        }));
    }

    boolean isCatchingUp() {
        return subscription.isCatchingUp();
    }

    void silenced() {
        silence();
    }

    void offer(Publication publication) {
        if (subscription != null) {
            subscription.publish(publication, new Encoded(publication, Policy.DISCONNECT));
        }
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
        queue().clear();
    }

    @Override
    protected void sweep() {
        swept++;
        failure.run();
    }
}
