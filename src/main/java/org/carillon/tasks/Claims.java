package org.carillon.tasks;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.carillon.api.Policy.OnLost;
import org.carillon.api.Policy.Overlap;
import org.carillon.api.Policy.Scope;
import org.carillon.journal.Draft;
import org.carillon.runs.Claim;
import org.carillon.runs.NewRun;
import org.carillon.runs.RunKind;
import org.carillon.runs.RunState;
import org.carillon.runs.RunTable;
import org.carillon.runs.RunTable.Open;
import org.carillon.tasks.Plan.Fire;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * One transaction's claims: what of the schedules is due, what has waited, what was lost. Whoever has a task's schedule row
 * locked is the only one who may add to the task's open runs; that makes the overlap policy hold in the whole cluster.
 */
final class Claims {

    /** Runs of one task that may wait: more is a task that will never catch up. */
    static final int MAX_QUEUED = 1_000;

    /** When a task whose turn has not come is looked at again, should nobody tell that it has. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** When a task that cannot be scheduled is tried again: an edit may have mended it, or another node may know better. */
    static final Duration BROKEN = Duration.ofSeconds(10);

    /** How long a run of a dead node waits for a node that has its handler: a deployment may be away for a while. */
    static final Duration ORPHANED = Duration.ofDays(14);

    /** Orphans that one look ends. */
    private static final int ORPHANS = 100;

    /** Attempts that may be lost with their nodes: a run that takes its node down with it must not take them all. */
    static final int MAX_LOSSES = 3;

    /** A run that this node owns, and the task as it was when it was claimed. */
    record Assignment(Claim claim, TaskDefinition task) {
    }

    private static final System.Logger LOG = System.getLogger(Claims.class.getName());

    private final Handle handle;
    private final UUID me;
    private final Definitions definitions;
    private final Set<String> handlers;
    private final Told told;
    private final Instant now;
    private final List<Assignment> claimed = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();
    private int free;

    Claims(Handle handle, UUID me, Definitions definitions, Set<String> handlers, Told told, int free) {
        this.handle = handle;
        this.me = me;
        this.definitions = definitions;
        this.handlers = handlers;
        this.told = told;
        this.free = free;
        this.now = RunTable.now(handle);
    }

    List<Assignment> claimed() {
        return claimed;
    }

    List<Draft> drafts() {
        return drafts;
    }

    Instant now() {
        return now;
    }

    /** Whether every worker that was free has got something: there may be more. */
    boolean isExhausted() {
        return free == 0;
    }

    /** Takes up runs whose node has died. */
    void reap(Set<UUID> inHand) {
        if (free > 0) {
            RunTable.lost(handle, me, inHand, handlers, free).forEach(lost -> guarded(lost.claim().taskId(), () -> reap(lost)));
        }
    }

    /** Ends runs whose node has died and which no node will take up: else they would be open for ever, and their tasks blocked. */
    void bury() {
        for (Open orphan : RunTable.orphans(handle, handlers, ORPHANS)) {
            var task = definitions.find(handle, orphan.claim().taskId()).orElse(null);
            if (orphan.cancelAsked()) {
                cancel(orphan);
            } else if (task == null) {
                lose(orphan, "The run was lost with its node, and its task was removed.");
            } else if (task.problem() == null && !task.spec().handler().equals(orphan.handler())) {
                lose(orphan, "The run was lost with its node, and its task has another handler by now.");
            } else if (orphan.claim().claimedAt().isBefore(now.minus(ORPHANED))) {
                lose(orphan, "The run was lost with its node, and for " + ORPHANED.toDays() + " days there was no node with its handler '" + orphan.handler() + "'.");
            }
        }
    }

    private void cancel(Open open) {
        RunTable.end(handle, open, RunState.CANCELLED, "It was to be cancelled, and its attempt ended otherwise before.");
        RunTable.wake(handle, open.claim().taskId());
    }

    private void reap(Open lost) {
        var task = definitions.current(handle, lost.claim().taskId()).orElse(null);
        boolean ran = lost.state() == RunState.RUNNING;
        if (lost.cancelAsked()) {
            cancel(lost);
        } else if (task == null) {
            lose(lost, "The run was lost with its node, and its task was removed.");
        } else if (task.spec().scope() == Scope.NODE) {
            lose(lost, "The run was lost with its node; no other node runs it, because the task's scope is NODE.");
        } else if (ran && task.spec().onLost() == OnLost.MARK_LOST) {
            lose(lost, "The run was lost with its node; the task's policy is not to run it again.");
        } else if (ran && lost.claim().losses() + 1 >= MAX_LOSSES) {
            lose(lost, "The run was lost with its node, and so were " + lost.claim().losses() + " before; it may be what ends them, and is not run again.");
        } else {
            var claim = RunTable.takeOver(handle, lost, me, now);
            told.reclaimed();
            LOG.log(WARNING, "Task {0}: the run of {1} was lost with its node; attempt {2} starts here.", claim.taskId(), claim.fireAt(), claim.attempt());
            take(claim, task);
        }
    }

    private void lose(Open lost, String why) {
        if (RunTable.end(handle, lost, RunState.LOST, why)) {
            LOG.log(WARNING, "Task {0}, fire of {1}: {2}", lost.claim().taskId(), lost.claim().fireAt(), why);
            RunTable.wake(handle, lost.claim().taskId());
            drafts.add(told.event(RunState.LOST, lost.claim().taskId(), lost.claim().runId(), new Fire(lost.claim().fireAt(), 1)));
        }
    }

    /** Takes up runs that have waited: for a worker, for the run before, or for their next attempt. */
    void takeWaiting() {
        if (free == 0) {
            return;
        }
        var waiting = RunTable.waiting(handle, now, handlers, 4 * free);
        var queued = new ArrayList<String>();
        for (Open open : waiting) {
            if (open.state() == RunState.RETRYING) {
                guarded(open.claim().taskId(), () -> retry(open));
            } else if (!queued.contains(open.claim().taskId())) {
                queued.add(open.claim().taskId());
            }
        }
        queued.forEach(task -> guarded(task, () -> takeQueued(task)));
    }

    private void retry(Open open) {
        var task = definitions.current(handle, open.claim().taskId()).orElse(null);
        if (task == null) {
            RunTable.end(handle, open, RunState.CANCELLED, "The task was removed.");
        } else if (open.cancelAsked()) {
            cancel(open);
        } else if (free > 0) {
            RunTable.claim(handle, open, me, now).ifPresent(claim -> take(claim, task));
        }
    }

    private void takeQueued(String taskId) {
        var schedule = ScheduleTable.tryLock(handle, taskId);
        var task = definitions.current(handle, taskId).orElse(null);
        if (task == null) {
            RunTable.cancelWaiting(handle, taskId, "The task was removed.");
            return;
        }
        if (schedule.isEmpty()) {
            return;
        }
        int room = room(task);
        while (room > 0 && free > 0) {
            var oldest = RunTable.oldestQueued(handle, taskId, now).orElse(null);
            if (oldest == null) {
                return;
            }
            room -= takeQueued(oldest, task) ? 1 : 0;
        }
        if (room <= 0) {
            RunTable.postpone(handle, taskId, now.plus(PATIENCE));
        }
    }

    private boolean takeQueued(Open oldest, TaskDefinition task) {
        if (RunTable.isTooLate(handle, oldest, now.minus(task.spec().misfireGrace()))) {
            RunTable.end(handle, oldest, RunState.MISSED, "Its turn did not come within the misfire grace of " + task.spec().misfireGrace() + ".");
            drafts.add(told.event(RunState.MISSED, task.id(), oldest.claim().runId(), new Fire(oldest.claim().fireAt(), 1)));
            return false;
        }
        return RunTable.claim(handle, oldest, me, now).map(claim -> take(claim, task)).isPresent();
    }

    /** Claims what is due: each task is planned by itself, and all are asked for and written together. */
    void takeDue() {
        if (free == 0) {
            return;
        }
        var due = new DueFires(handle);
        ScheduleTable.due(handle, now, handlers, free).forEach(schedule -> guarded(schedule.taskId(), () -> definitions.current(handle, schedule.taskId(), schedule.version())
                .ifPresent(task -> due.add(task, schedule, Planner.plan(task, schedule.next(), schedule.fired(), now)))));
        due.look();
        due.forEach((task, schedule, plan) -> guarded(task.id(), () -> {
            fire(task, plan, "", due.room(task), due::insert);
            due.advance(task, schedule, plan);
        }));
        due.write();
    }

    /** One task whose definition or trigger is broken must not keep the others from their fires. */
    private void guarded(String taskId, Runnable step) {
        try {
            step.run();
        } catch (JdbiException away) {
            throw away;
        } catch (RuntimeException broken) {
            LOG.log(ERROR, "Task " + taskId + " cannot be scheduled; it is tried again in " + BROKEN + ".", broken);
            ScheduleTable.postpone(handle, taskId, now.plus(BROKEN));
            RunTable.postpone(handle, taskId, now.plus(BROKEN));
        }
    }

    /** Writes the rows of a plan that is this node's own, and claims what can begin. */
    void fireHere(TaskDefinition task, Plan plan, String claimKey) {
        fire(task, plan, claimKey, plan.runs().isEmpty() ? 0 : room(task), run -> RunTable.insert(handle, run));
    }

    /** @param insert writes a row; false if the fire was recorded before */
    private void fire(TaskDefinition task, Plan plan, String claimKey, int atFirst, Predicate<NewRun> insert) {
        plan.missed().ifPresent(missed -> {
            told.log(WARNING, task.id(), "missed " + missed.fires() + " of its fires, the last of " + missed.at() + ": they are more than " + task.spec().misfireGrace() + " late");
            record(newRun(task, missed, claimKey, RunState.MISSED), insert);
        });
        int room = atFirst;
        for (Fire fire : plan.runs()) {
            if (fire.fires() > 1) {
                told.coalesced(fire.fires() - 1);
                told.log(INFO, task.id(), "had " + fire.fires() + " fires due; that of " + fire.at() + " stands for all");
            }
            room -= fire(task, fire, claimKey, room > 0, plan.runs().size() > 1, insert) ? 1 : 0;
        }
    }

    private boolean fire(TaskDefinition task, Fire fire, String claimKey, boolean hasRoom, boolean isBacklog, Predicate<NewRun> insert) {
        if (hasRoom && free > 0) {
            var run = newRun(task, fire, claimKey, RunState.CLAIMED);
            return insert.test(run) && take(Claim.first(run.id(), task.id(), fire.at(), now), task) != null;
        }
        boolean waits = task.spec().scope() == Scope.CLUSTER && (task.spec().overlap().policy() == Overlap.QUEUE || isBacklog || hasRoom);
        if (waits && RunTable.queued(handle, task.id()) < MAX_QUEUED) {
            insert.test(newRun(task, fire, claimKey, RunState.QUEUED));
        } else {
            told.log(WARNING, task.id(), "skips its fire of " + fire.at() + ": " + task.spec().overlap().max() + " of its runs are open already");
            record(newRun(task, fire, claimKey, RunState.SKIPPED), insert);
        }
        return false;
    }

    private void record(NewRun run, Predicate<NewRun> insert) {
        if (insert.test(run)) {
            drafts.add(told.event(run.state(), run.taskId(), run.id(), new Fire(run.fireAt(), run.fires())));
        }
    }

    private NewRun newRun(TaskDefinition task, Fire fire, String claimKey, RunState state) {
        return new NewRun(NewRun.newId(now), task.id(), task.spec().handler(), task.version(), RunKind.SCHEDULED, fire.at(), claimKey, fire.fires(),
                state, state == RunState.QUEUED ? null : me, null);
    }

    private int room(TaskDefinition task) {
        int open = task.spec().scope() == Scope.NODE ? RunTable.openOn(handle, task.id(), me) : RunTable.open(handle, List.of(task.id())).get(task.id());
        return task.spec().overlap().max() - open;
    }

    private Assignment take(Claim claim, TaskDefinition task) {
        free--;
        var assignment = new Assignment(claim, task);
        claimed.add(assignment);
        return assignment;
    }
}
