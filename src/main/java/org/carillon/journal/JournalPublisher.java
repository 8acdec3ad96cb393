package org.carillon.journal;

import jakarta.annotation.Resource;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import org.carillon.api.Announcement;
import org.carillon.api.Publisher;
import org.carillon.configuration.Database;

/** The way into the journal for users' code. Safe for use by several threads. */
@Singleton
class JournalPublisher implements Publisher {

    private final Database database;
    private final Journal journal;
    private final Appender appender;
    private final Event<Publication> unnumbered;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    @Inject
    JournalPublisher(Database database, Journal journal, Appender appender, Event<Publication> unnumbered) {
        this.database = database;
        this.journal = journal;
        this.appender = appender;
        this.unnumbered = unnumbered;
    }

    @Override
    public void publish(List<Announcement> announcements) {
        var drafts = announcements.stream().map(Draft::of).toList();
        if (isInTransaction()) {
            database.jdbi().useTransaction(handle -> journal.append(handle, drafts));
            afterCommit(journal::committed);
        } else {
            appender.append(drafts);
            journal.committed();
        }
    }

    @Override
    public void tell(Announcement told) {
        var draft = Draft.of(told);
        unnumbered.fire(Publication.unnumbered(draft.channel(), draft.except(), draft.event(), draft.data()));
    }

    @Override
    public void tellVolatile(Announcement told) {
        var draft = Draft.of(told);
        unnumbered.fire(Publication.ofTheMoment(draft.channel(), draft.except(), draft.event(), draft.data()));
    }

    private boolean isInTransaction() {
        return transactions != null && transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    /** Inside a transaction of the caller's the row is not there before it commits. */
    private void afterCommit(Runnable nudge) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Nothing is left to do: the rows are written.
            }

            @Override
            public void afterCompletion(int status) {
                nudge.run();
            }
        });
    }
}
