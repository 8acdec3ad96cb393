package org.carillon.broadcast;

import org.carillon.access.Admission;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.TestConfiguration;
import org.carillon.journal.Journal;
import org.carillon.journal.Publication;
import org.carillon.journal.Recent;
import org.carillon.journal.TestJournal;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.SettableClock;

/** Makes and drives this room's beans for the tests of the doors. Has no state. */
public final class TestBroadcast {

    private TestBroadcast() {
    }

    public static Sessions sessions(Configuration configuration) {
        return sessions(configuration, null);
    }

    public static Sessions sessions(Configuration configuration, Replayer replayer) {
        return sessions(configuration, replayer, new Backlog(configuration, new Counters()));
    }

    /** @param maxBytes of all queues together */
    static Sessions sessions(Configuration configuration, long maxBytes) {
        return sessions(configuration, null, new Backlog(maxBytes, new Counters()));
    }

    private static Sessions sessions(Configuration configuration, Replayer replayer, Backlog backlog) {
        return sessions(configuration, replayer, backlog, new FrameSenders(configuration));
    }

    static Sessions sessionsSentToBy(FrameSenders senders) {
        var configuration = TestConfiguration.of();
        return sessions(configuration, null, new Backlog(configuration, new Counters()), senders);
    }

    private static Sessions sessions(Configuration configuration, Replayer replayer, Backlog backlog, FrameSenders senders) {
        return new Sessions(new Admission(configuration, new Counters(), new SettableClock()), new Channels(), replayer, senders,
                new SlowClients(configuration), backlog, configuration);
    }

    /** A queue that no other shares the heap with. */
    public static OutboundQueue queue(int maxFrames, int maxBytes) {
        return new OutboundQueue(maxFrames, maxBytes, new Backlog(Long.MAX_VALUE, new Counters()));
    }

    public static Replayer replayer(Journal journal) {
        return replayer(journal, TestJournal.recent(), new Counters());
    }

    public static Replayer replayer(Journal journal, Recent recent, Counters counters) {
        return new Replayer(journal, recent, counters);
    }

    /** Gives every subscription that waits its turns. */
    public static void catchUp(Replayer replayer) {
        for (int turns = 0; turns < 1_000 && replayer.stepIfWaiting(); turns++) {
            // Each turn is a step.
        }
    }

    public static void publish(Sessions sessions, Publication publication) {
        new Broadcaster(sessions).broadcast(publication);
    }
}
