package org.carillon.tasks;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.api.TaskResult;
import org.carillon.api.TaskStopped;
import org.carillon.api.TaskStopped.Reason;
import org.carillon.json.Json;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.MonotonicClock;
import org.carillon.nodes.Lease;
import org.carillon.runs.Completions;
import org.carillon.runs.Limits;
import org.carillon.runs.LiveLines;
import org.carillon.runs.LiveRun;
import org.carillon.runs.Outcome;
import org.carillon.runs.RunState;
import org.carillon.runs.RunTable;
import org.carillon.runs.Runs;
import org.carillon.runs.Watch;
import org.carillon.runs.Workers;
import org.carillon.tasks.Claims.Assignment;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** Runs one claim on a work thread: start, the handler's code, the outcome. Safe for use by several threads. */
@Singleton
class Runner {

    private static final System.Logger LOG = System.getLogger(Runner.class.getName());

    private final TaskCatalogue catalogue;
    private final Starts starts;
    private final Lease lease;
    private final Workers workers;
    private final Completions completions;
    private final Runs runs;
    private final NodeFires nodeFires;
    private final MonotonicClock clock;
    private final LiveLines live;
    private final Wakeup wakeup;
    private final LongAdder succeeded;
    private final LongAdder failed;
    private final LongAdder retried;
    private final LongAdder stopped;

    @Inject
    Runner(TaskCatalogue catalogue, Starts starts, Lease lease, Workers workers, Completions completions, Runs runs, NodeFires nodeFires,
            MonotonicClock clock, LiveLines live, Wakeup wakeup, Counters counters) {
        this.catalogue = catalogue;
        this.starts = starts;
        this.lease = lease;
        this.workers = workers;
        this.completions = completions;
        this.runs = runs;
        this.nodeFires = nodeFires;
        this.clock = clock;
        this.live = live;
        this.wakeup = wakeup;
        completions.onRecorded(this::recorded);
        this.succeeded = counters.counter("carillon_runs_succeeded_total", "Runs whose handler returned");
        this.failed = counters.counter("carillon_runs_failed_total", "Runs whose last attempt failed");
        this.retried = counters.counter("carillon_attempts_retried_total", "Attempts that failed and are followed by another");
        this.stopped = counters.counter("carillon_runs_stopped_total", "Runs that were over their timeout or cancelled");
    }

    /** @param claimed the monotonic time of the claim */
    void dispatch(Assignment assignment, long claimed) {
        var claim = assignment.claim();
        var task = assignment.task();
        var limits = new Limits(task.spec().timeout().soft(), task.spec().timeout().hard());
        var run = new LiveRun(claim, lease.node(), limits, () -> parameters(assignment), () -> runs.resultBefore(claim.taskId(), claim.fireAt()),
                claimed, clock, live, handle -> ended(handle, task));
        workers.run(run, () -> run(run, task));
    }

    private void run(LiveRun run, TaskDefinition task) {
        if (!starts.begin(run.claim())) {
            workers.release(run.claim());
            return;
        }
        var outcome = attempt(run, task);
        if (!run.end()) {
            LOG.log(INFO, "Run {0} of task {1} was recorded without its handler, which has come back with {2}.", run.runId(), run.taskId(),
                    outcome == null ? "nothing" : outcome.state());
        } else if (outcome == null) {
            // It is not the task's fault that it was stopped: the run stays open and is run again.
            workers.release(run.claim());
        } else {
            completions.add(run, outcome);
        }
    }

    /** Null if the run stays open. */
    private Outcome attempt(LiveRun run, TaskDefinition task) {
        try {
            var outcome = call(run, task);
            if (outcome.state() == RunState.SUCCEEDED) {
                succeeded.increment();
            } else {
                failed.increment();
                LOG.log(ERROR, "Task {0} failed at its fire of {1} (run {2}): {3}", run.taskId(), run.fireTime(), run.runId(), outcome.error().lines().findFirst().orElse(""));
            }
            return outcome;
        } catch (Throwable thrown) {
            // Somebody else's code: whatever it throws is the run's outcome and must not reach the schedule.
            return outcome(run, task, thrown);
        }
    }

    private Outcome call(LiveRun run, TaskDefinition task) throws Exception {
        var handler = catalogue.handler(task.spec().handler()).orElseThrow(() -> new IllegalStateException("The handler '" + task.spec().handler() + "' is gone."));
        TaskResult result;
        run.enter();
        try {
            result = handler.work().run(run);
        } finally {
            run.leave();
        }
        if (run.asked() == Reason.HARD_TIMEOUT || run.asked() == Reason.CANCELLED) {
            throw new TaskStopped(run.asked());
        }
        return Outcome.of(run, result);
    }

    private Outcome outcome(LiveRun run, TaskDefinition task, Throwable thrown) {
        var asked = run.asked();
        boolean mayFail = asked == null || asked == Reason.SOFT_TIMEOUT && !(thrown instanceof TaskStopped);
        if (!mayFail) {
            var state = Watch.stateOf(asked);
            if (state == null) {
                return null;
            }
            stopped.increment();
            LOG.log(WARNING, "Task {0}, run {1}: {2}", run.taskId(), run.runId(), new TaskStopped(asked).getMessage());
            return Outcome.failed(run.claim(), state, thrown, run.then());
        }
        var text = "Task " + run.taskId() + " failed at its fire of " + run.fireTime() + " (run " + run.runId() + ")";
        var pause = Retries.pause(task.spec().retry(), run.claim(), thrown);
        if (pause.isPresent()) {
            retried.increment();
            LOG.log(WARNING, text + "; attempt " + (run.attempt() + 1) + " follows in " + pause.get() + ".", thrown);
            return Outcome.retrying(run.claim(), thrown, pause.get(), wakeup::afterCommit);
        }
        failed.increment();
        LOG.log(ERROR, text + ".", thrown);
        return Outcome.failed(run.claim(), RunState.FAILED, thrown, run.then());
    }

    private static JsonObject parameters(Assignment assignment) {
        if (assignment.claim().parameters() == null) {
            return assignment.task().spec().parameters();
        }
        try (var reader = Json.createReader(new StringReader(assignment.claim().parameters()))) {
            return reader.readObject();
        }
    }

    /** Whatever their policy: a run that somebody asked for may wait behind one that has ended. */
    private void recorded(Set<String> tasks) {
        try {
            if (runs.ended(tasks)) {
                wakeup.now();
            }
        } catch (JdbiException away) {
            LOG.log(WARNING, "What waits behind runs that have ended is looked at " + Claims.PATIENCE + " later.", away);
        }
    }

    /** In the transaction that records a run. */
    private void ended(Handle handle, TaskDefinition task) {
        if (task.trigger() != null && task.trigger().countsFromEnd()) {
            Schedules.planFromEnd(handle, task);
            nodeFires.ended(task, RunTable.now(handle));
            wakeup.afterCommit(handle);
        }
    }
}
