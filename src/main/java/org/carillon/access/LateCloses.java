package org.carillon.access;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The connections that were closed while the container still worked on their request: they are closed at the next sweep that finds
 * it done. At most as many as the container has threads and as ended since the last sweep. Safe for use by several threads.
 */
@Singleton
public class LateCloses {

    private static final System.Logger LOG = System.getLogger(LateCloses.class.getName());

    private final Queue<GuardedConnection> waiting = new ConcurrentLinkedQueue<>();

    void add(GuardedConnection connection) {
        waiting.add(connection);
    }

    /** Closes what can be closed by now. */
    public void sweep() {
        waiting.removeIf(LateCloses::close);
    }

    private static boolean close(GuardedConnection connection) {
        try {
            return connection.closeIfServed();
        } catch (Exception gone) {
            LOG.log(DEBUG, "A connection had ended before it was closed.", gone);
            return true;
        }
    }
}
