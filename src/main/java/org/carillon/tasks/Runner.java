package org.carillon.tasks;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.configuration.Database;
import org.carillon.journal.Draft;
import org.carillon.monitoring.Counters;

/** Runs one claim on a work thread: start, the handler's code, the outcome. Safe for use by several threads. */
@Singleton
class Runner {

    private static final System.Logger LOG = System.getLogger(Runner.class.getName());

    private final TaskCatalogue tasks;
    private final Database database;
    private final Workers workers;
    private final Completions completions;
    private final LongAdder succeeded;
    private final LongAdder failed;

    @Inject
    Runner(TaskCatalogue tasks, Database database, Workers workers, Completions completions, Counters counters) {
        this.tasks = tasks;
        this.database = database;
        this.workers = workers;
        this.completions = completions;
        this.succeeded = counters.counter("carillon_runs_succeeded_total", "Runs whose handler returned");
        this.failed = counters.counter("carillon_runs_failed_total", "Runs whose handler threw");
    }

    void dispatch(Claim claim) {
        workers.run(claim, () -> run(claim));
    }

    private void run(Claim claim) {
        if (!start(claim)) {
            workers.release(claim);
            return;
        }
        var outcome = attempt(claim);
        if (outcome.state() == RunState.FAILED && workers.isStopping()) {
            // The interrupt of a stopping node is not the task's fault: the run stays open and is run again.
            workers.release(claim);
            return;
        }
        completions.add(outcome);
    }

    private boolean start(Claim claim) {
        try {
            return database.jdbi().inTransaction(handle -> TaskTable.start(handle, claim));
        } catch (RuntimeException away) {
            LOG.log(WARNING, claim + " could not be started; it will be taken up again.", away);
            return false;
        }
    }

    private Outcome attempt(Claim claim) {
        try {
            var result = tasks.get(claim.taskId()).handler().run(claim.context());
            var drafts = result.announcements().stream().map(Draft::of).toList();
            succeeded.increment();
            return Outcome.succeeded(claim, drafts);
        } catch (Throwable thrown) {
            // Somebody else's code: whatever it throws is the run's outcome and must not reach the schedule.
            failed.increment();
            LOG.log(ERROR, "Task " + claim.taskId() + " failed at its fire of " + claim.fireAt() + " (run " + claim.runId() + ").", thrown);
            return Outcome.failed(claim, thrown);
        }
    }
}
