package org.carillon.journal;

import java.util.Collection;
import java.util.List;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Database;
import org.carillon.configuration.TestConfiguration;
import org.jdbi.v3.core.Handle;

/** Makes and reads journals for the tests of other rooms. Has no state. */
public final class TestJournal {

    private TestJournal() {
    }

    /** A journal that has been looked at once, as the tailer does before anything is appended. */
    public static Journal of(Database database, Configuration configuration) {
        var journal = new Journal(database, configuration);
        journal.head();
        return journal;
    }

    /** In a transaction of a writer who is no node. */
    public static void append(Handle handle, List<Draft> drafts) {
        JournalTable.append(handle, drafts);
    }

    /** A journal that does something after each look for the sake of one client: what a busy database would interleave. */
    public static Journal interrupted(Database database, Configuration configuration, Runnable afterLook) {
        return new Journal(database, configuration) {
            @Override
            public Page page(long offset, Collection<String> channels, int limit) {
                var found = super.page(offset, channels, limit);
                afterLook.run();
                return found;
            }
        };
    }

    /** Not started: it knows nothing. */
    public static Recent recent(String... settings) {
        return new Recent(TestConfiguration.of(settings));
    }

    /** What the tailer does at its start. */
    public static void start(Recent recent, Journal journal) {
        recent.restart(journal.head());
        recent.fill(journal);
    }

    /** What the tailer does before it tells a publication. */
    public static void take(Recent recent, Publication publication) {
        recent.add(publication);
    }

    /** What the tailer does when the journal has begun a new life. */
    public static void restart(Recent recent, Position at) {
        recent.restart(at);
    }

    public static Position newLife(Journal journal) {
        return journal.newLife();
    }

    public static void onCommit(Journal journal, Runnable nudge) {
        journal.onCommit(nudge);
    }

    public static List<Publication> all(Journal journal) {
        return journal.from(journal.head().at(0), Integer.MAX_VALUE);
    }

    /** Appends one publication in a transaction of its own. */
    public static Publication append(Database database, Journal journal, String channel, String data) {
        database.jdbi().useTransaction(handle -> journal.append(handle, List.of(new Draft(channel, "event", data))));
        journal.committed();
        return journal.lastOfEach(List.of(channel)).get(0);
    }
}
