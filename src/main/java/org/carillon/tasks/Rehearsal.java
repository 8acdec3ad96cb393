package org.carillon.tasks;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.binding.Binder;
import org.carillon.configuration.Configuration;
import org.carillon.tasks.Plan.Fire;
import org.carillon.tasks.TaskDefinition.Source;
import org.carillon.triggers.Triggers;

/**
 * A task's schedule without a database and without nodes: which fires come when, and what the misfire policies make of those
 * that come late. For tests of schedules. Not safe for use by several threads.
 */
public final class Rehearsal {

    private static final String ID = "rehearsed";

    private final TaskDefinition task;
    private Instant next;
    private long fired;

    private Rehearsal(Definition spec, Instant begin) {
        task = new TaskDefinition(ID, 1, Source.REST, spec, Triggers.of(spec.trigger()));
        next = task.trigger().next(begin, 0).orElse(null);
    }

    /**
     * The task that a handler's annotations define.
     *
     * @throws org.carillon.configuration.InvalidSetting if they say something impossible
     * @throws IllegalArgumentException if there is no trigger annotation
     */
    public static Rehearsal of(Class<?> handler, Instant begin) {
        var spec = Annotated.definition(handler, ID, new Configuration(key -> Optional.empty(), List.of()));
        return new Rehearsal(spec.orElseThrow(() -> new IllegalArgumentException(handler.getName() + " has no trigger annotation.")), begin);
    }

    /** @throws org.carillon.binding.InvalidField that names the field */
    public static Rehearsal of(JsonObject definition, Instant begin) {
        return new Rehearsal(Binder.bind(Definition.class, definition), begin);
    }

    /**
     * One row of the history to be.
     *
     * @param at       nominal time
     * @param fires    how many fires it stands for
     * @param isMissed whether it is too late to run
     */
    public record Row(Instant at, long fires, boolean isMissed) {
    }

    /** When the next fire begins, its jitter included. */
    public Optional<Instant> next() {
        return Optional.ofNullable(next).map(fire -> task.trigger().startOf(ID, fire));
    }

    /** What a node does that looks at this time. */
    public List<Row> look(Instant now) {
        var rows = new ArrayList<Row>();
        if (next().filter(start -> !start.isAfter(now)).isPresent()) {
            var plan = Planner.plan(task, next, fired, now);
            plan.missed().ifPresent(missed -> rows.add(row(missed, true)));
            plan.runs().forEach(run -> rows.add(row(run, false)));
            fired += plan.runs().size() + plan.missed().map(Fire::fires).orElse(0L);
            next = plan.next().orElse(null);
        }
        return rows;
    }

    /** A run has ended; a trigger that counts from there plans its next fire. */
    public void ended(Instant now) {
        if (next == null && task.trigger().countsFromEnd()) {
            next = task.trigger().next(now, fired).orElse(null);
        }
    }

    private static Row row(Fire fire, boolean isMissed) {
        return new Row(fire.at(), fire.fires(), isMissed);
    }
}
