package org.carillon.tasks;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Database;
import org.carillon.configuration.Setting;
import org.carillon.journal.Journal;

/** Forgets runs and publications that have left their windows. */
@Singleton
public class Retention {

    private static final System.Logger LOG = System.getLogger(Retention.class.getName());

    private final Database database;
    private final Journal journal;
    private final Workers workers;
    private final Configuration configuration;

    @Inject
    Retention(Database database, Journal journal, Workers workers, Configuration configuration) {
        this.database = database;
        this.journal = journal;
        this.workers = workers;
        this.configuration = configuration;
    }

    /** Starts a round on a work thread, because deleting may take longer than the timing thread can spare. */
    public void prune() {
        workers.runIfIdle(this::round);
    }

    private void round() {
        try {
            database.jdbi().useTransaction(handle -> TaskTable.prune(handle,
                    configuration.duration(Setting.TASK_HISTORY_AGE), configuration.integer(Setting.TASK_HISTORY_RUNS)));
            journal.prune();
        } catch (RuntimeException away) {
            LOG.log(WARNING, "Old runs and publications could not be deleted; the next round tries again.", away);
        }
    }
}
