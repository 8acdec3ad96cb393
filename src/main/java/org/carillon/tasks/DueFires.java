package org.carillon.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.carillon.runs.NewRun;
import org.carillon.runs.RunState;
import org.carillon.runs.RunTable;
import org.carillon.runs.RunTable.Fired;
import org.carillon.tasks.Plan.Fire;
import org.carillon.tasks.ScheduleTable.Advance;
import org.carillon.tasks.ScheduleTable.Schedule;
import org.jdbi.v3.core.Handle;

/**
 * The fires of the cluster that one transaction claims. What must be known of each task's runs is asked once for all, and what is
 * claimed is written at once: a question for each task would cost more than all that the database does with the answers. The caller
 * has the tasks' schedules locked, so that nothing changes between the look and the writing.
 */
final class DueFires {

    /** A task and what is due of it. */
    private record Due(TaskDefinition task, Schedule schedule, Plan plan) {
    }

    /** What is done with each. */
    @FunctionalInterface
    interface Step {

        void of(TaskDefinition task, Schedule schedule, Plan plan);
    }

    private final Handle handle;
    private final List<Due> due = new ArrayList<>();
    private final List<NewRun> claimed = new ArrayList<>();
    private final List<Advance> advances = new ArrayList<>();
    private Map<String, Integer> open = Map.of();
    private Set<Fired> recorded = Set.of();

    DueFires(Handle handle) {
        this.handle = handle;
    }

    void add(TaskDefinition task, Schedule schedule, Plan plan) {
        due.add(new Due(task, schedule, plan));
    }

    /** To be called when all have been added. */
    void look() {
        if (due.isEmpty()) {
            return;
        }
        open = RunTable.open(handle, due.stream().map(one -> one.task().id()).toList());
        recorded = RunTable.recorded(handle, due.stream().flatMap(one -> Stream.concat(one.plan().runs().stream(), one.plan().missed().stream())
                .map(fire -> new Fired(one.task().id(), fire.at()))).toList());
    }

    void forEach(Step step) {
        due.forEach(one -> step.of(one.task(), one.schedule(), one.plan()));
    }

    /** How many runs of the task may begin. */
    int room(TaskDefinition task) {
        return task.spec().overlap().max() - open.getOrDefault(task.id(), 0);
    }

    /** False if the fire was recorded before: the database's clock went back. */
    boolean insert(NewRun run) {
        if (recorded.contains(new Fired(run.taskId(), run.fireAt()))) {
            return false;
        }
        if (run.state() == RunState.CLAIMED) {
            claimed.add(run);
        } else {
            // Seldom, and those that wait are counted before the next.
            RunTable.insert(handle, run.state(), List.of(run));
        }
        return true;
    }

    /** The plan is carried out. */
    void advance(TaskDefinition task, Schedule schedule, Plan plan) {
        long fires = plan.runs().size() + plan.missed().map(Fire::fires).orElse(0L);
        advances.add(new Advance(task, schedule, plan.next().orElse(null), schedule.fired() + fires));
    }

    /** To be called when each has been done. */
    void write() {
        RunTable.insert(handle, RunState.CLAIMED, claimed);
        ScheduleTable.advance(handle, advances);
    }
}
