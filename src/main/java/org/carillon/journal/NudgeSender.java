package org.carillon.journal;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.carillon.configuration.Database;

/**
 * Tells the other nodes of a shared database that the journal has grown, on a connection of its own. {@link #run} belongs to
 * one thread; the rest is safe for several.
 */
@Singleton
public class NudgeSender implements Runnable {

    /** PostgreSQL's name for where the nodes of one database hear of each other. */
    static final String CHANNEL = "carillon_journal";

    /** The shortest time between two nudges of a node: all NOTIFYs of a database queue for one lock. */
    static final long PAUSE_MILLIS = 5;

    /** After a failure; the other nodes poll meanwhile, or hear of a later commit. */
    private static final long RETRY_MILLIS = 1_000;

    private static final System.Logger LOG = System.getLogger(NudgeSender.class.getName());

    private final Journal journal;
    private final Database database;
    private final Semaphore wake = new Semaphore(0);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Connection connection;
    private boolean failing;

    @Inject
    NudgeSender(Journal journal, Database database) {
        this.journal = journal;
        this.database = database;
    }

    /** Ends {@link #run} soon. */
    public void stop() {
        stopped.countDown();
        wake.release();
    }

    /** The loop; returns after {@link #stop} or an interrupt. */
    @Override
    public void run() {
        journal.onCommitTellOthers(wake::release);
        try {
            while (stopped.getCount() > 0) {
                wake.acquire();
                wake.drainPermits();
                stopped.await(nudge() ? PAUSE_MILLIS : RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** False if it could not be sent. */
    private boolean nudge() {
        try {
            if (connection == null) {
                connection = open();
            }
            try (var notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
                notify.setString(1, CHANNEL);
                notify.setString(2, journal.writer());
                notify.execute();
            }
            if (failing) {
                failing = false;
                LOG.log(INFO, "Other nodes are told of commits again.");
            }
            return true;
        } catch (SQLException away) {
            close();
            if (!failing) {
                failing = true;
                LOG.log(WARNING, "Other nodes cannot be told of commits; they find them by polling.", away);
            }
            return false;
        }
    }

    /** What is lost with the server's memory is a nudge, so it need not wait for the disk. */
    private Connection open() throws SQLException {
        var opened = database.open();
        try (var statement = opened.createStatement()) {
            statement.execute("SET synchronous_commit = off");
        }
        return opened;
    }

    private void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException already) {
            LOG.log(DEBUG, "The connection of the nudges had broken.", already);
        } finally {
            connection = null;
        }
    }
}
