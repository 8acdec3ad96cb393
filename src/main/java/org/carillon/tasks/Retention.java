package org.carillon.tasks;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.stream.Stream;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.journal.Journal;
import org.carillon.runs.Runs;
import org.carillon.tasks.Rules.RetentionRule;

/** Forgets runs and publications that have left their windows, and mends schedules that nobody has told of a run's end. */
@Singleton
public class Retention {

    private static final System.Logger LOG = System.getLogger(Retention.class.getName());

    private final Definitions definitions;
    private final Schedules schedules;
    private final Runs runs;
    private final Journal journal;
    private final Configuration configuration;

    @Inject
    Retention(Definitions definitions, Schedules schedules, Runs runs, Journal journal, Configuration configuration) {
        this.definitions = definitions;
        this.schedules = schedules;
        this.runs = runs;
        this.journal = journal;
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

    /** What the task says, else what the settings say; a task that is gone or cannot be read has its history as long as any. */
    int prune(String taskId) {
        var rule = definitions.find(taskId).map(TaskDefinition::spec).map(Definition::retention).orElse(new RetentionRule(null, null));
        return runs.prune(taskId, rule.age() == null ? configuration.duration(Setting.TASK_HISTORY_AGE) : rule.age(),
                rule.runs() == null ? configuration.integer(Setting.TASK_HISTORY_RUNS) : rule.runs());
    }
}
