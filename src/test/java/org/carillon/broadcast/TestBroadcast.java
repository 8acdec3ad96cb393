package org.carillon.broadcast;

import org.carillon.access.Admission;
import org.carillon.configuration.Configuration;
import org.carillon.journal.Journal;
import org.carillon.journal.Publication;
import org.carillon.journal.Recent;
import org.carillon.journal.TestJournal;
import org.carillon.monitoring.Counters;

/** Makes and drives this room's beans for the tests of the doors. Has no state. */
public final class TestBroadcast {

    private TestBroadcast() {
    }

    public static Sessions sessions(Configuration configuration) {
        return sessions(configuration, null);
    }

    public static Sessions sessions(Configuration configuration, Replayer replayer) {
        return new Sessions(new Admission(configuration, new Counters()), new Channels(), replayer, new FrameSenders(configuration), configuration);
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
