package org.carillon.runs;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.carillon.configuration.Database;
import org.carillon.journal.Draft;
import org.carillon.journal.Journal;
import org.carillon.monitoring.Counters;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Records what came of runs, together with what is to be told of them: one transaction for all that wait, because at high
 * rates the disk is what costs. A commit that fails is tried again by the tick, until the fence refuses it; one outcome that
 * the database does not take is found by committing each alone, and recorded as such. Holds at most as many outcomes as there
 * are workers. Safe for use by several threads.
 */
@Singleton
public class Completions {

    /** Bounds how long the journal's row is locked. */
    static final int MAX_GROUP = 50;

    /** Schedules may be locked with them: two nodes must not wait for each other. */
    private static final Comparator<Outcome> BY_TASK = Comparator.comparing(outcome -> outcome.claim().taskId());

    private static final System.Logger LOG = System.getLogger(Completions.class.getName());

    private final Database database;
    private final Journal journal;
    private final Workers workers;
    private final LongAdder fenced;
    private final Queue<Outcome> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock committing = new ReentrantLock();
    private volatile Consumer<Set<String>> onRecorded = tasks -> { };
    private boolean failing;

    @Inject
    Completions(Database database, Journal journal, Workers workers, Counters counters) {
        this.database = database;
        this.journal = journal;
        this.workers = workers;
        this.fenced = counters.counter("carillon_runs_fenced_total", "Results that were not accepted, because the run belonged to somebody else by then");
    }

    /** @param tasks what is told of which tasks runs have ended, when that is committed; must not throw */
    public void onRecorded(Consumer<Set<String>> tasks) {
        onRecorded = tasks;
    }

    /** Records an outcome with all that its run said. Waits for whoever is just writing that down. */
    public void add(LiveRun run, Outcome outcome) {
        run.voice().sweep(true);
        run.writing.lock();
        try {
            var said = run.voice().unwritten();
            add(said.isEmpty() ? outcome : outcome.with(said));
        } finally {
            run.writing.unlock();
        }
        run.showEnd(outcome.state());
    }

    void add(Outcome outcome) {
        waiting.add(outcome);
        flush();
    }

    /** Leaves an outcome for the next flush. */
    void leave(Outcome outcome) {
        waiting.add(outcome);
    }

    /** Commits what waits, unless another thread is at it: that one will see what was added meanwhile. */
    public void flush() {
        boolean goOn = true;
        while (goOn && !waiting.isEmpty() && committing.tryLock()) {
            try {
                goOn = commit(waiting.stream().limit(MAX_GROUP).sorted(BY_TASK).toList());
            } finally {
                committing.unlock();
            }
        }
    }

    private boolean commit(List<Outcome> group) {
        Recorded recorded;
        try {
            recorded = database.jdbi().inTransaction(handle -> record(handle, group));
        } catch (RuntimeException failed) {
            if (!isTheirFault(failed)) {
                complain(failed);
                return false;
            }
            return group.size() == 1 ? replace(group.get(0), failed) : group.stream().allMatch(outcome -> commit(List.of(outcome)));
        }
        if (recorded.told()) {
            journal.committed();
        }
        fenced.add(recorded.shutOut());
        onRecorded.accept(group.stream().map(outcome -> outcome.claim().taskId()).collect(Collectors.toSet()));
        group.forEach(this::forget);
        if (failing) {
            failing = false;
            LOG.log(INFO, "Results are recorded again.");
        }
        return true;
    }

    /**
     * What a commit has done.
     *
     * @param told    whether there is something for the tailers
     * @param shutOut outcomes that were not accepted
     */
    private record Recorded(boolean told, int shutOut) {
    }

    private Recorded record(Handle handle, List<Outcome> group) {
        var drafts = new ArrayList<Draft>();
        var accepted = RunTable.complete(handle, group);
        for (Outcome outcome : group) {
            if (accepted.contains(outcome.claim())) {
                drafts.addAll(outcome.drafts());
                if (outcome.notes() != null) {
                    NoteTable.write(handle, outcome.notes());
                }
                outcome.then().accept(handle);
            } else {
                LOG.log(WARNING, "The result of {0} is dropped: the run belongs to somebody else by now.", outcome.claim());
            }
        }
        journal.append(handle, drafts);
        return new Recorded(!drafts.isEmpty(), group.size() - accepted.size());
    }

    private void forget(Outcome outcome) {
        waiting.remove(outcome);
        workers.release(outcome.claim());
    }

    /** Records that an outcome cannot be recorded; if not even that can be, the run is left to be taken up again. */
    private boolean replace(Outcome outcome, RuntimeException why) {
        LOG.log(ERROR, "What came of " + outcome.claim() + " cannot be recorded; it is recorded as failed.", why);
        if (outcome.isReplacement()) {
            forget(outcome);
        } else {
            waiting.remove(outcome);
            waiting.add(outcome.replacement(why));
        }
        return true;
    }

    /** Whether it is what is written that the database refuses, and not the database that is away, busy or at odds with another transaction. */
    private static boolean isTheirFault(RuntimeException failed) {
        return Database.errorBehind(failed).map(Database::isOfData).orElse(!(failed instanceof JdbiException));
    }

    private void complain(RuntimeException away) {
        if (!failing) {
            failing = true;
            LOG.log(WARNING, "Results cannot be recorded; they wait for the database.", away);
        }
    }
}
