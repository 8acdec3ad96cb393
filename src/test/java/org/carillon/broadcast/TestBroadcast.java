package org.carillon.broadcast;

import org.carillon.access.Admission;
import org.carillon.configuration.Configuration;
import org.carillon.journal.Journal;
import org.carillon.journal.Publication;
import org.carillon.monitoring.Counters;

/** Makes and drives this room's beans for the tests of the doors. Has no state. */
public final class TestBroadcast {

    private TestBroadcast() {
    }

    public static Sessions sessions(Configuration configuration) {
        return new Sessions(new Admission(configuration, new Counters()), configuration);
    }

    public static Replayer replayer(Journal journal) {
        return new Replayer(journal);
    }

    /** One turn of one session on the replayer. */
    public static void step(Replayer replayer, LiveSession session) {
        replayer.step(session);
    }

    public static void publish(Sessions sessions, Publication publication) {
        new Broadcaster(sessions).broadcast(publication);
    }
}
