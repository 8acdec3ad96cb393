package org.carillon.tasks;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.carillon.configuration.Database;
import org.carillon.runs.Claim;
import org.carillon.runs.RunTable;

/**
 * Records that attempts begin, before they do: one transaction for all that wait, because at high rates the disk is what costs. Holds
 * at most as many as there are workers, whose threads wait here. Safe for use by several threads.
 */
@Singleton
class Starts {

    /** Bounds how long one waits for the others of its transaction. */
    private static final int MAX_GROUP = 50;

    private static final System.Logger LOG = System.getLogger(Starts.class.getName());

    private static final class Start {

        private final Claim claim;
        private boolean decided;
        private boolean begun;

        Start(Claim claim) {
            this.claim = claim;
        }
    }

    private final Database database;
    private final Queue<Start> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock recording = new ReentrantLock();

    @Inject
    Starts(Database database) {
        this.database = database;
    }

    /** False if it must not begin: the run belongs to somebody else by now, or the database is away. */
    boolean begin(Claim claim) {
        var mine = new Start(claim);
        waiting.add(mine);
        recording.lock();
        try {
            // Whoever was here before may have done it.
            while (!mine.decided) {
                record();
            }
            return mine.begun;
        } finally {
            recording.unlock();
        }
    }

    private void record() {
        List<Start> group = new ArrayList<>();
        for (var next = waiting.poll(); next != null; next = group.size() < MAX_GROUP ? waiting.poll() : null) {
            group.add(next);
        }
        try {
            var begun = database.jdbi().inTransaction(handle -> RunTable.start(handle, group.stream().map(start -> start.claim).toList()));
            group.forEach(start -> start.begun = begun.contains(start.claim));
        } catch (RuntimeException away) {
            group.forEach(start -> LOG.log(WARNING, start.claim + " could not be started; it will be taken up again.", away));
        } finally {
            group.forEach(start -> start.decided = true);
        }
    }
}
