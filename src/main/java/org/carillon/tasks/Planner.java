package org.carillon.tasks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.carillon.api.Policy.Coalesce;
import org.carillon.tasks.Plan.Fire;
import org.carillon.triggers.Trigger;

/**
 * Decides which of the fires that are due are run, which are missed, and which is next: misfire grace, coalescing and bounded
 * catch-up. A pure function of nominal times. Has no state.
 */
final class Planner {

    private Planner() {
    }

    /**
     * @param due   the nominal time that was planned; its start is not after {@code now}
     * @param fired fires that are recorded so far
     */
    static Plan plan(TaskDefinition task, Instant due, long fired, Instant now) {
        var trigger = task.trigger();
        var last = trigger.countsFromEnd() ? due : last(task, due, now);
        var oldest = now.minus(task.spec().misfireGrace());
        if (trigger.startOf(task.id(), last).isBefore(oldest)) {
            var missed = new Fire(last, count(trigger, due, last));
            return new Plan(List.of(), Optional.of(missed), trigger.next(trigger.countsFromEnd() ? now : last, fired + missed.fires()));
        }
        var first = due.isBefore(oldest) ? trigger.next(oldest.minusMillis(1)).filter(next -> !next.isAfter(last)).orElse(last) : due;
        var runs = runs(task, first, last, fired);
        var begin = task.spec().coalesce() == Coalesce.ALL ? runs.get(0).at() : first;
        var missed = trigger.latest(begin.minusMillis(1)).filter(before -> !before.isBefore(due)).map(before -> new Fire(before, count(trigger, due, before)));
        var next = trigger.countsFromEnd() ? Optional.<Instant>empty() : trigger.next(last, fired + runs.size() + missed.map(Fire::fires).orElse(0L));
        return new Plan(runs, missed, next);
    }

    /** The last fire whose start has come: a fire with jitter waits for its own. */
    private static Instant last(TaskDefinition task, Instant due, Instant now) {
        var last = task.trigger().latest(now);
        while (last.isPresent() && last.get().isAfter(due) && task.trigger().startOf(task.id(), last.get()).isAfter(now)) {
            last = task.trigger().latest(last.get().minusMillis(1));
        }
        return last.filter(found -> found.isAfter(due)).orElse(due);
    }

    private static List<Fire> runs(TaskDefinition task, Instant first, Instant last, long fired) {
        if (first.equals(last)) {
            return List.of(new Fire(last, 1));
        }
        var trigger = task.trigger();
        return switch (task.spec().coalesce()) {
            case LATEST -> List.of(new Fire(last, count(trigger, first, last)));
            case EARLIEST -> List.of(new Fire(first, count(trigger, first, last)));
            case ALL -> trigger.latestBetween(first.minusMillis(1), last, task.spec().maxCatchUp()).stream()
                    .limit(Math.max(1, trigger.maxFires() - fired)).map(at -> new Fire(at, 1)).toList();
        };
    }

    private static long count(Trigger trigger, Instant first, Instant last) {
        return first.equals(last) ? 1 : Math.max(1, trigger.between(first.minusMillis(1), last, Trigger.MAX_LISTED).size());
    }
}
