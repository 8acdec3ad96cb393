package org.carillon.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Database;
import org.carillon.configuration.Setting;
import org.jdbi.v3.core.Handle;

/**
 * The ordered, durable list of publications. Safe for use by several threads; every call is one short look into the database
 * and throws {@link org.jdbi.v3.core.JdbiException} when that is away.
 */
@Singleton
public class Journal {

    private final Database database;
    private final Configuration configuration;
    private volatile Runnable nudge = () -> { };

    @Inject
    Journal(Database database, Configuration configuration) {
        this.database = database;
        this.configuration = configuration;
    }

    /**
     * Gives each draft its offset, in the caller's transaction. Must be the last thing before the commit, because it holds
     * the lock that puts commits in the order of offsets; the caller says {@link #committed} afterwards.
     */
    public void append(Handle handle, List<Draft> drafts) {
        if (!drafts.isEmpty()) {
            JournalTable.append(handle, drafts);
        }
    }

    /** Wakes the tailer. Losing this call costs no more than one polling interval. */
    public void committed() {
        nudge.run();
    }

    /** Where the journal ends now. */
    public Position head() {
        return database.jdbi().inTransaction(JournalTable::head);
    }

    /** At most {@code limit} publications of these channels behind a position of this epoch, in order. */
    public List<Publication> after(Position position, Collection<String> channels, int limit) {
        return database.jdbi().withHandle(handle -> JournalTable.after(handle, position, channels, limit));
    }

    /** The newest publication of each of these channels, in order. */
    public List<Publication> lastOfEach(Collection<String> channels) {
        return database.jdbi().inTransaction(handle -> JournalTable.lastOfEach(handle, JournalTable.head(handle).epoch(), channels));
    }

    /**
     * Where a client that last saw this position goes on, if nothing that it missed is gone; empty if there is a gap: another
     * epoch, a position that was never given out, or one older than the history window.
     */
    public Optional<Position> resumable(Position seen, Collection<String> channels) {
        return database.jdbi().inTransaction(handle -> {
            var head = JournalTable.head(handle);
            boolean known = seen.epoch().equals(head.epoch()) && seen.offset() <= head.offset();
            return known && seen.offset() >= JournalTable.highestPruned(handle, channels) ? Optional.of(seen) : Optional.empty();
        });
    }

    /** Deletes what left the history window; returns how many publications. */
    public int prune() {
        return database.jdbi().inTransaction(handle -> JournalTable.prune(handle,
                configuration.duration(Setting.JOURNAL_AGE), configuration.integer(Setting.JOURNAL_PUBLICATIONS)));
    }

    /** At most {@code limit} publications from a position on, whatever stands at it included, in order. */
    List<Publication> from(Position position, int limit) {
        return database.jdbi().withHandle(handle -> JournalTable.from(handle, position, limit));
    }

    /** An older database stands in the journal's place, so offsets would be given out again: they get a new epoch. */
    Position newLife() {
        return database.jdbi().inTransaction(handle -> {
            JournalTable.newLife(handle);
            return JournalTable.head(handle);
        });
    }

    void onCommit(Runnable wakeUp) {
        this.nudge = wakeUp;
    }
}
