package org.carillon.tasks;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.carillon.configuration.Database;
import org.carillon.journal.Draft;
import org.carillon.journal.Journal;
import org.carillon.monitoring.Counters;

/**
 * Records what came of runs, together with what is to be told of them: one transaction for all that wait, because at high
 * rates the disk is what costs. A commit that fails is tried again by the tick, until the fence refuses it. Holds at most as
 * many outcomes as there are workers. Safe for use by several threads.
 */
@Singleton
class Completions {

    /** Bounds how long the journal's row is locked. */
    static final int MAX_GROUP = 50;

    private static final System.Logger LOG = System.getLogger(Completions.class.getName());

    private final Database database;
    private final Journal journal;
    private final Workers workers;
    private final LongAdder fenced;
    private final Queue<Outcome> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock committing = new ReentrantLock();
    private boolean failing;

    @Inject
    Completions(Database database, Journal journal, Workers workers, Counters counters) {
        this.database = database;
        this.journal = journal;
        this.workers = workers;
        this.fenced = counters.counter("carillon_runs_fenced_total", "Results that were not accepted, because the run belonged to somebody else by then");
    }

    void add(Outcome outcome) {
        waiting.add(outcome);
        flush();
    }

    /** Commits what waits, unless another thread is at it: that one will see what was added meanwhile. */
    void flush() {
        boolean goOn = true;
        while (goOn && !waiting.isEmpty() && committing.tryLock()) {
            try {
                goOn = commit(next());
            } finally {
                committing.unlock();
            }
        }
    }

    private List<Outcome> next() {
        return waiting.stream().limit(MAX_GROUP).toList();
    }

    private boolean commit(List<Outcome> group) {
        try {
            database.jdbi().useTransaction(handle -> {
                var drafts = new ArrayList<Draft>();
                for (Outcome outcome : group) {
                    if (TaskTable.complete(handle, outcome)) {
                        drafts.addAll(outcome.drafts());
                    } else {
                        fenced.increment();
                        LOG.log(WARNING, "The result of {0} is dropped: the run belongs to somebody else by now.", outcome.claim());
                    }
                }
                journal.append(handle, drafts);
            });
        } catch (RuntimeException away) {
            if (!failing) {
                failing = true;
                LOG.log(WARNING, "Results cannot be recorded; they wait for the database.", away);
            }
            return false;
        }
        journal.committed();
        group.forEach(outcome -> {
            waiting.remove(outcome);
            workers.release(outcome.claim());
        });
        if (failing) {
            failing = false;
            LOG.log(INFO, "Results are recorded again.");
        }
        return true;
    }
}
