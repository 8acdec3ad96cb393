package org.carillon.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.carillon.configuration.Database;

/**
 * Appends for those who have no transaction of their own: one commit for all that wait, because commits queue for the journal's row, and
 * each takes as long as the disk. Holds what its callers wait for, and nothing for longer. Safe for use by several threads.
 */
@Singleton
class Appender {

    /** Publications of one commit, unless a single caller has more: bounds how long the journal's row is locked. */
    private static final int MAX_GROUP = 200;

    private static final class Wish {

        private final List<Draft> drafts;
        private boolean decided;
        private boolean committed;
        private RuntimeException refused;

        Wish(List<Draft> drafts) {
            this.drafts = drafts;
        }
    }

    private final Database database;
    private final Journal journal;
    private final Queue<Wish> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock appending = new ReentrantLock();

    @Inject
    Appender(Database database, Journal journal) {
        this.database = database;
        this.journal = journal;
    }

    /** Returns when they are committed; what is thrown is thrown to all whose commit it was. */
    void append(List<Draft> drafts) {
        var mine = new Wish(drafts);
        waiting.add(mine);
        appending.lock();
        try {
            // Whoever was here before may have done it.
            while (!mine.decided) {
                commit(next());
            }
        } finally {
            appending.unlock();
        }
        if (!mine.committed) {
            throw mine.refused != null ? mine.refused : new IllegalStateException("The commit that this was a part of has ended with an error.");
        }
    }

    private List<Wish> next() {
        var group = new ArrayList<Wish>();
        int size = 0;
        for (var next = waiting.peek(); next != null && (group.isEmpty() || size + next.drafts.size() <= MAX_GROUP); next = waiting.peek()) {
            group.add(waiting.poll());
            size += next.drafts.size();
        }
        return group;
    }

    private void commit(List<Wish> group) {
        try {
            var drafts = group.stream().flatMap(wish -> wish.drafts.stream()).toList();
            database.jdbi().useTransaction(handle -> journal.append(handle, drafts));
            group.forEach(wish -> wish.committed = true);
        } catch (RuntimeException failed) {
            // Of any other failure it is not known whether the commit took place.
            if (group.size() > 1 && Database.errorBehind(failed).filter(Database::isOfData).isPresent()) {
                group.forEach(wish -> commit(List.of(wish)));
            } else {
                group.forEach(wish -> wish.refused = failed);
            }
        } finally {
            group.forEach(wish -> wish.decided = true);
        }
    }
}
