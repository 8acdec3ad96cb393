package org.carillon.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Database;
import org.carillon.configuration.Setting;
import org.jdbi.v3.core.Handle;

/**
 * The ordered, durable list of publications. Safe for use by several threads; every call but {@link #prune} is one short look into
 * the database, and each throws {@link org.jdbi.v3.core.JdbiException} when that is away.
 */
@Singleton
public class Journal {

    /** Where each commit is told: long enough to cost nothing on an idle database, short enough that nobody notices a lost nudge. */
    static final long POLL_MILLIS = 1_000;

    /** Where other nodes' commits are not told: the longest that a publication of another node waits. */
    static final long POLL_UNHEARD_MILLIS = 250;

    private final Database database;
    private final Configuration configuration;
    /** Tells this node's publications from those of others where nodes nudge each other. */
    private final String writer = UUID.randomUUID().toString();

    private volatile Runnable wakeTailer = () -> { };
    private volatile Runnable nudgeOthers = () -> { };
    private volatile boolean heard;

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

    /** Wakes the tailers, here and on the other nodes. Losing this call costs no more than one polling interval. */
    public void committed() {
        wakeTailer.run();
        nudgeOthers.run();
    }

    /** Another node has committed, or may have. */
    void committedElsewhere() {
        wakeTailer.run();
    }

    /** Where the journal ends now. Of nodes that ask a new database at once, one begins the journal. */
    public Position head() {
        return database.again(() -> database.jdbi().inTransaction(JournalTable::head));
    }

    /**
     * At most {@code limit} publications of these channels behind an offset, in order. What the journal knows of the channels is
     * read after them: whose position is {@link Standing#resumable} missed none that was deleted meanwhile.
     */
    public Page page(long offset, Collection<String> channels, int limit) {
        return database.jdbi().inTransaction(handle -> {
            var found = JournalTable.after(handle, JournalTable.head(handle).at(offset), channels, limit);
            return new Page(found, found.size() < limit, JournalTable.standing(handle, channels));
        });
    }

    /** The newest publication of each of these channels, in order. */
    public List<Publication> lastOfEach(Collection<String> channels) {
        return database.jdbi().inTransaction(handle -> JournalTable.lastOfEach(handle, JournalTable.head(handle).epoch(), channels));
    }

    /** How far back clients of these channels can be brought what they missed. */
    public Standing standing(Collection<String> channels) {
        return database.jdbi().inTransaction(handle -> JournalTable.standing(handle, channels));
    }

    /** Deletes what left the history window; returns how many publications. */
    public int prune() {
        return new JournalRetention(configuration.duration(Setting.JOURNAL_AGE), configuration.integer(Setting.JOURNAL_PUBLICATIONS),
                configuration.duration(Setting.LAST_VALUE_AGE), configuration.integer(Setting.LAST_VALUE_CHANNELS)).prune(database.jdbi());
    }

    /** At most {@code limit} publications up to a position, the newest first. */
    List<Publication> before(Position position, int limit) {
        return database.jdbi().withHandle(handle -> JournalTable.before(handle, position, limit));
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

    /** How soon the tailer looks again without being nudged. */
    long pollMillis() {
        return database.isShared() && !heard ? POLL_UNHEARD_MILLIS : POLL_MILLIS;
    }

    /** Whether other nodes' nudges arrive. */
    void setHeard(boolean arriving) {
        heard = arriving;
    }

    boolean isHeard() {
        return heard;
    }

    String writer() {
        return writer;
    }

    void onCommit(Runnable wakeUp) {
        this.wakeTailer = wakeUp;
    }

    void onCommitTellOthers(Runnable nudge) {
        this.nudgeOthers = nudge;
    }
}
