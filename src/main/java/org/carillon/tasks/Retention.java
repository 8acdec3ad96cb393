package org.carillon.tasks;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Database;
import org.carillon.configuration.Setting;
import org.carillon.journal.Journal;
import org.carillon.runs.NewRun;
import org.carillon.runs.RunKind;
import org.carillon.runs.RunState;
import org.carillon.runs.RunTable;
import org.carillon.runs.Runs;
import org.carillon.tasks.Plan.Fire;
import org.carillon.tasks.Rules.RetentionRule;
import org.carillon.tasks.ScheduleTable.Schedule;

/**
 * Forgets runs and publications that have left their windows, mends schedules that nobody has told of a run's end, and says of which fires
 * there must be a record.
 */
@Singleton
public class Retention {

    private static final System.Logger LOG = System.getLogger(Retention.class.getName());

    private final Definitions definitions;
    private final Schedules schedules;
    private final Runs runs;
    private final Journal journal;
    private final Told told;
    private final Database database;
    private final Configuration configuration;

    @Inject
    Retention(Definitions definitions, Schedules schedules, Runs runs, Journal journal, Told told, Database database, Configuration configuration) {
        this.definitions = definitions;
        this.schedules = schedules;
        this.runs = runs;
        this.journal = journal;
        this.told = told;
        this.database = database;
        this.configuration = configuration;
    }

    /** One round. Deleting may take longer than a timing thread can spare. */
    public void prune() {
        Stream.<Runnable>of(() -> runs.tasks().forEach(this::prune), journal::prune, schedules::repair).forEach(Retention::attempt);
    }

    /** What one part of a round meets must not keep the others from their turn. */
    private static void attempt(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException away) {
            LOG.log(WARNING, "A part of the housekeeping could not be done; the next round tries again.", away);
        }
    }

    int prune(String taskId) {
        var rule = rule(definitions.find(taskId).map(TaskDefinition::spec));
        return runs.prune(taskId, rule.age(), rule.runs());
    }

    /** What the task says, else what the settings say; a task that is gone or cannot be read has its history as long as any. */
    private RetentionRule rule(Optional<Definition> task) {
        var rule = task.map(Definition::retention).orElse(new RetentionRule(null, null));
        return new RetentionRule(rule.runs() == null ? configuration.integer(Setting.TASK_HISTORY_RUNS) : rule.runs(),
                rule.age() == null ? configuration.duration(Setting.TASK_HISTORY_AGE) : rule.age());
    }

    /**
     * The fires of a task that must be on record: all from a nominal time on and before the next.
     *
     * @param isKnown whether each from there on is owed; else from the first on that is recorded
     * @param most    how many rows are surely not forgotten
     */
    public record Owed(TaskDefinition task, Instant from, Instant next, boolean isKnown, int most) {
    }

    /** What is owed by the tasks of the cluster within a window, as far as it cannot be forgotten yet. */
    public List<Owed> owed(Duration window, int most) {
        return database.jdbi().withHandle(handle -> {
            var now = RunTable.now(handle);
            var owed = new ArrayList<Owed>();
            for (Schedule schedule : ScheduleTable.going(handle)) {
                definitions.find(handle, schedule.taskId()).filter(task -> task.trigger() != null && !task.trigger().countsFromEnd() && task.version() == schedule.version())
                        .ifPresent(task -> owed.add(owed(task, schedule, now, window, most)));
            }
            return owed;
        });
    }

    private Owed owed(TaskDefinition task, Schedule schedule, Instant now, Duration window, int most) {
        var rule = rule(Optional.of(task.spec()));
        var since = schedule.since();
        // A run that is open for long is kept though later ones are forgotten: half of the age is safe.
        var half = rule.age().dividedBy(2);
        var begin = now.minus(half.compareTo(window) < 0 ? half : window);
        return new Owed(task, since == null || since.isBefore(begin) ? begin : since, schedule.next(), since != null, Math.min(most, rule.runs()));
    }

    /** Records a fire of which there is no record as missed; false if there is one by now. */
    public boolean recordHole(TaskDefinition task, Instant fire) {
        boolean recorded = database.jdbi().inTransaction(handle -> {
            var id = NewRun.newId(RunTable.now(handle));
            boolean isNew = RunTable.insertHole(handle, new NewRun(id, task.id(), task.spec().handler(), task.version(), RunKind.SCHEDULED, fire, "", 1, RunState.MISSED, null, null));
            if (isNew) {
                journal.append(handle, List.of(told.event(RunState.MISSED, task.id(), id, new Fire(fire, 1))));
            }
            return isNew;
        });
        if (recorded) {
            journal.committed();
        }
        return recorded;
    }
}
