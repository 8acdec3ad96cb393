package org.carillon.tasks;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.carillon.api.Policy.Scope;
import org.carillon.configuration.Database;
import org.carillon.runs.Run;
import org.carillon.runs.RunState;
import org.carillon.runs.RunTable;
import org.carillon.runs.Runs;
import org.carillon.runs.Workers;
import org.carillon.tasks.ScheduleTable.Advance;
import org.carillon.tasks.ScheduleTable.Schedule;
import org.carillon.tasks.TaskRefused.Reason;
import org.jdbi.v3.core.Handle;

/**
 * Pauses and resumes, looks ahead, and explains why a task does not run. Safe for use by several threads; calls throw
 * {@link org.jdbi.v3.core.JdbiException} when the database is away.
 */
@Singleton
public class Schedules {

    /** Runs that have succeeded or failed which are looked at for the health of a task. */
    private static final int LATELY = 100;

    /** Open runs that an explanation names. */
    private static final int NAMED = 3;

    private final Definitions definitions;
    private final NodeFires nodeFires;
    private final TaskCatalogue catalogue;
    private final Runs runs;
    private final Workers workers;
    private final Database database;
    private final Wakeup wakeup;

    @Inject
    Schedules(Definitions definitions, NodeFires nodeFires, TaskCatalogue catalogue, Runs runs, Workers workers, Database database, Wakeup wakeup) {
        this.definitions = definitions;
        this.nodeFires = nodeFires;
        this.catalogue = catalogue;
        this.runs = runs;
        this.workers = workers;
        this.database = database;
        this.wakeup = wakeup;
    }

    /** Where a paused task goes on. */
    public sealed interface ResumeFrom {

        /** With the next fire after now. */
        record Now() implements ResumeFrom {
        }

        /** With the fire at which it was paused: what came due meanwhile is caught up with, as the task's policies say. */
        record AsScheduled() implements ResumeFrom {
        }

        /** With the first fire at or after a time. */
        record At(Instant time) implements ResumeFrom {
        }
    }

    /** No fire of the task is claimed from now on; runs under way go on, and it can still be run by hand. Does nothing if it is paused. */
    public void pause(String taskId) {
        change(taskId, (handle, task, schedule) -> ScheduleTable.pause(handle, task, true, schedule.next()));
    }

    /** Does nothing to a task that is not paused. */
    public void resume(String taskId, ResumeFrom from) {
        change(taskId, (handle, task, schedule) -> {
            if (schedule.paused()) {
                ScheduleTable.pause(handle, task, false, next(handle, task, schedule, from));
            }
        });
    }

    private static Instant next(Handle handle, TaskDefinition task, Schedule schedule, ResumeFrom from) {
        if (from instanceof ResumeFrom.AsScheduled || schedule.next() == null) {
            return schedule.next();
        }
        var after = from instanceof ResumeFrom.At at ? at.time().minusMillis(1) : RunTable.now(handle);
        return task.trigger().next(after, schedule.fired()).orElse(null);
    }

    @FunctionalInterface
    private interface Change {
        void of(Handle handle, TaskDefinition task, Schedule schedule);
    }

    private void change(String taskId, Change change) {
        database.jdbi().useTransaction(handle -> {
            var schedule = ScheduleTable.lock(handle, taskId).orElseThrow(() -> unknown(taskId));
            change.of(handle, definitions.current(handle, taskId).orElseThrow(() -> unknown(taskId)), schedule);
            wakeup.afterChange(handle);
        });
    }

    /** No fire at all is claimed in the whole cluster while it is paused; what somebody asks for still runs. */
    public void pauseScheduler(boolean paused) {
        database.jdbi().useTransaction(handle -> {
            ScheduleTable.pauseScheduler(handle, paused);
            wakeup.afterCommit(handle);
        });
    }

    public boolean isSchedulerPaused() {
        return database.jdbi().withHandle(ScheduleTable::isSchedulerPaused);
    }

    /** The next nominal times of a task, as its schedule stands; with scope NODE that of this node. */
    public List<Instant> preview(String taskId, int count) {
        return database.jdbi().withHandle(handle -> {
            var task = definitions.find(handle, taskId).orElseThrow(() -> unknown(taskId));
            var schedule = ScheduleTable.find(handle, taskId).orElseThrow(() -> unknown(taskId));
            if (task.trigger() == null) {
                return List.of();
            }
            var fires = new ArrayList<Instant>();
            for (var next = next(schedule); fires.size() < count && next.isPresent(); next = task.trigger().next(next.get(), schedule.fired() + fires.size())) {
                fires.add(next.get());
            }
            return List.copyOf(fires);
        });
    }

    /** Why a task runs or does not. */
    public enum Health {
        /** It runs, or waits for its time. */
        OK,
        DISABLED, PAUSED,
        /** The whole scheduler is. */
        SCHEDULER_PAUSED,
        /** No trigger: it runs when somebody asks. */
        MANUAL,
        /** Its definition cannot be read by this version of the program. */
        BROKEN,
        /** This deployment has no such handler. */
        NO_HANDLER,
        /** Its trigger has no further fire. */
        FINISHED,
        /** A fire is due or was skipped, and as many runs as may be are open. */
        BUSY,
        /** A fire is due, or a run waits, and nobody takes it, or its latest fires were missed: no worker is free, or no node is alive. */
        OVERDUE,
        /** Its latest runs have failed. */
        FAILING
    }

    /**
     * @param next     nominal time of the next fire, with scope NODE on this node; null if there is none
     * @param failures runs that have failed since the last success
     * @param text     one sentence for people
     */
    public record Explanation(Health health, Instant next, int open, int queued, int failures, String text) {
    }

    /** What the rows say of a task: its open runs, the newest first, and the fires that did not run since. */
    private record Facts(TaskDefinition task, Schedule schedule, Instant next, boolean isDue, List<Run> open, int queued, int failures, long skipped, long missed) {
    }

    /** @throws TaskRefused UNKNOWN */
    public Explanation explain(String taskId) {
        return database.jdbi().inTransaction(handle -> {
            var facts = facts(handle, taskId);
            var health = health(handle, facts);
            return new Explanation(health, facts.next(), facts.open().size(), facts.queued(), facts.failures(), text(health, facts));
        });
    }

    /** Of a task that runs on each node, this one's. */
    private Optional<Instant> next(Schedule schedule) {
        return Optional.ofNullable(schedule.next()).or(() -> nodeFires.next(schedule.taskId()));
    }

    private Facts facts(Handle handle, String taskId) {
        var task = definitions.find(handle, taskId).orElseThrow(() -> unknown(taskId));
        var schedule = ScheduleTable.find(handle, taskId).orElseThrow(() -> unknown(taskId));
        var overdue = RunTable.now(handle).minus(Timetable.MAX_SLEEP);
        boolean isDue = Optional.ofNullable(schedule.due()).or(() -> nodeFires.due(taskId)).filter(due -> due.isBefore(overdue)).isPresent();
        var open = runs.open(handle, taskId);
        int failures = (int) runs.lately(handle, taskId, LATELY).stream().takeWhile(state -> state != RunState.SUCCEEDED).count();
        return new Facts(task, schedule, next(schedule).orElse(null), isDue, open, RunTable.queued(handle, taskId), failures,
                task.problem() == null ? skipped(handle, task, open) : 0, runs.missed(handle, taskId));
    }

    /** Fires that were skipped because of runs that are still open; with scope NODE each node skips because of its own. */
    private long skipped(Handle handle, TaskDefinition task, List<Run> open) {
        boolean isOfEachNode = task.spec().scope() == Scope.NODE;
        return open.stream().collect(Collectors.groupingBy(run -> Optional.ofNullable(isOfEachNode ? run.node() : null))).entrySet().stream()
                .filter(blocking -> blocking.getValue().size() >= task.spec().overlap().max())
                .mapToLong(blocking -> runs.skipped(handle, task.id(), blocking.getValue().get(0).fireAt(), blocking.getKey().orElse(null))).sum();
    }

    private Health health(Handle handle, Facts facts) {
        var task = facts.task();
        var schedule = facts.schedule();
        if (task.problem() != null) {
            return Health.BROKEN;
        } else if (catalogue.handler(task.spec().handler()).isEmpty()) {
            return Health.NO_HANDLER;
        } else if (!task.spec().enabled()) {
            return Health.DISABLED;
        } else if (schedule.paused()) {
            return Health.PAUSED;
        } else if (ScheduleTable.isSchedulerPaused(handle)) {
            return Health.SCHEDULER_PAUSED;
        } else if (task.trigger() == null) {
            return Health.MANUAL;
        } else if (schedule.next() == null && facts.open().isEmpty() && task.spec().scope() == Scope.CLUSTER) {
            return Health.FINISHED;
        } else if (facts.isDue() || facts.queued() > 0) {
            return facts.open().size() >= task.spec().overlap().max() ? Health.BUSY : Health.OVERDUE;
        } else if (facts.skipped() > 0 || facts.missed() > 0) {
            return facts.skipped() > 0 ? Health.BUSY : Health.OVERDUE;
        }
        return facts.failures() > 0 ? Health.FAILING : Health.OK;
    }

    private String text(Health health, Facts facts) {
        var spec = facts.task().spec();
        return switch (health) {
            case OK -> facts.next() == null ? "It runs." : "Its next fire is at " + facts.next() + ".";
            case DISABLED -> "Its definition says enabled: false.";
            case PAUSED -> "It is paused; resume it.";
            case SCHEDULER_PAUSED -> "The scheduler is paused; resume it.";
            case MANUAL -> "It has no trigger: it runs when somebody asks.";
            case BROKEN -> "Its definition cannot be read by this version of the program: " + facts.task().problem() + " Define it anew.";
            case NO_HANDLER -> "This node has no handler '" + spec.handler() + "'; deploy it, or change the task's handler.";
            case FINISHED -> "Its trigger has no further fire." + (facts.missed() > 0 ? " " + missed(facts) : "");
            case BUSY -> facts.open().size() + " of its runs are open, and its overlap policy allows no more: " + names(facts.open()) + "."
                    + (facts.skipped() > 0 ? " It has skipped " + fires(facts.skipped()) + " since." : "");
            case OVERDUE -> facts.isDue() || facts.queued() > 0 ? waits(facts) : missed(facts);
            case FAILING -> facts.failures() + " of its runs have failed since the last success; see their errors.";
        };
    }

    private String waits(Facts facts) {
        var what = facts.queued() > 0 ? facts.queued() + " of its runs wait and nobody has taken them" : "Its fire of " + facts.next() + " is due and nobody has taken it";
        var holders = workers.free() == 0 ? workers.holders() : "";
        return what + (holders.isEmpty() ? ": no worker is free, or no node that has its handler is alive." : ": all workers of this node are taken, by " + holders + "; no other node that has its handler has a free one, or none is alive.");
    }

    private static String missed(Facts facts) {
        return "It has missed " + fires(facts.missed()) + " since its last run: they could only have started more than " + facts.task().spec().misfireGrace()
                + " late, because no worker was free, no node that has its handler was alive, or it was paused.";
    }

    private static String fires(long number) {
        return number == 1 ? "1 fire" : number + " fires";
    }

    private static String names(List<Run> open) {
        return open.stream().limit(NAMED).map(run -> "run " + run.id() + " since " + (run.startedAt() == null ? run.claimedAt() : run.startedAt())).collect(Collectors.joining(", "))
                + (open.size() > NAMED ? " and " + (open.size() - NAMED) + " more" : "");
    }

    /** Plans the next fire of a trigger that counts from the end of a run, which is now. */
    static void planFromEnd(Handle handle, TaskDefinition task) {
        ScheduleTable.lock(handle, task.id()).filter(schedule -> schedule.version() == task.version() && schedule.next() == null && task.spec().scope() == Scope.CLUSTER)
                .ifPresent(schedule -> ScheduleTable.advance(handle, List.of(new Advance(task, schedule, task.trigger().next(RunTable.now(handle), schedule.fired()).orElse(null), schedule.fired()))));
    }

    /** Plans what waits for the end of a run that has ended without telling: lost, or cancelled before it began. */
    void repair() {
        var forgotten = database.jdbi().withHandle(ScheduleTable::forgotten);
        for (String taskId : forgotten) {
            database.jdbi().useTransaction(handle -> definitions.find(handle, taskId).filter(task -> task.trigger() != null && task.trigger().countsFromEnd())
                    .ifPresent(task -> planFromEnd(handle, task)));
        }
    }

    private static TaskRefused unknown(String taskId) {
        return new TaskRefused(Reason.UNKNOWN, "There is no task " + taskId + ".");
    }
}
