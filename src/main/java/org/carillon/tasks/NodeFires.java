package org.carillon.tasks;

import static java.lang.System.Logger.Level.ERROR;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carillon.tasks.ScheduleTable.Schedule;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * The fires of scope NODE: each node plans its own, from its start on, and makes up for nothing. Safe for use by several threads;
 * claims are made by the tick alone.
 */
@Singleton
class NodeFires {

    private static final System.Logger LOG = System.getLogger(NodeFires.class.getName());

    private final Definitions definitions;
    private final Map<String, Planned> planned = new HashMap<>();
    private final Map<String, Long> broken = new HashMap<>();

    @Inject
    NodeFires(Definitions definitions) {
        this.definitions = definitions;
    }

    /** @param next null while the trigger waits for the end of the run */
    private record Planned(TaskDefinition task, Instant next, long fired) {

        Optional<Instant> due() {
            return Optional.ofNullable(next).map(nominal -> task.trigger().startOf(task.id(), nominal));
        }
    }

    /** Looks which tasks of this scope there are, and begins with those that are new or changed. */
    synchronized void refresh(Handle handle, Set<String> handlers, Instant now) {
        var active = ScheduleTable.ofEachNode(handle, handlers).stream().filter(schedule -> !schedule.paused()).toList();
        planned.keySet().retainAll(active.stream().map(Schedule::taskId).toList());
        broken.keySet().retainAll(active.stream().map(Schedule::taskId).toList());
        for (Schedule schedule : active) {
            var known = planned.get(schedule.taskId());
            boolean isNew = known == null || known.task().version() != schedule.version();
            if (isNew && broken.getOrDefault(schedule.taskId(), 0L) != schedule.version()) {
                planned.remove(schedule.taskId());
                guarded(schedule.taskId(), schedule.version(), () -> definitions.current(handle, schedule.taskId(), schedule.version()).filter(task -> task.schedule().isPresent())
                        .ifPresent(task -> planned.put(task.id(), new Planned(task, task.trigger().next(now, 0).orElse(null), 0))));
            }
        }
    }

    /** Claims what is due on this node, as long as a worker is free: what finds none stays due. */
    synchronized void takeDue(Claims claims, UUID me) {
        for (Planned due : List.copyOf(planned.values())) {
            if (!claims.isExhausted() && due.due().filter(time -> !time.isAfter(claims.now())).isPresent()) {
                guarded(due.task().id(), due.task().version(), () -> fire(due, claims, me));
            }
        }
    }

    private void fire(Planned due, Claims claims, UUID me) {
        var plan = Planner.plan(due.task(), due.next(), due.fired(), claims.now());
        claims.fireHere(due.task(), plan, me.toString());
        planned.put(due.task().id(), new Planned(due.task(), plan.next().orElse(null), due.fired() + plan.runs().size()));
    }

    /** One task that is broken must not keep the others from their fires; it is tried again when it is another version. */
    private void guarded(String taskId, long version, Runnable step) {
        try {
            step.run();
        } catch (JdbiException away) {
            throw away;
        } catch (RuntimeException wrong) {
            LOG.log(ERROR, "Task " + taskId + " cannot be scheduled on this node until it is changed.", wrong);
            planned.remove(taskId);
            broken.put(taskId, version);
        }
    }

    /** A run has ended whose trigger counts from there. */
    synchronized void ended(TaskDefinition task, Instant now) {
        planned.computeIfPresent(task.id(), (id, waits) -> waits.next() != null ? waits
                : new Planned(waits.task(), waits.task().trigger().next(now, waits.fired()).orElse(null), waits.fired()));
    }

    /** When the first of all is to begin. */
    synchronized Optional<Instant> due() {
        return planned.values().stream().flatMap(each -> each.due().stream()).min(Instant::compareTo);
    }

    /** When a task's next fire on this node is to begin. */
    synchronized Optional<Instant> due(String taskId) {
        return Optional.ofNullable(planned.get(taskId)).flatMap(Planned::due);
    }

    /** Nominal time of a task's next fire on this node. */
    synchronized Optional<Instant> next(String taskId) {
        return Optional.ofNullable(planned.get(taskId)).map(Planned::next);
    }
}
