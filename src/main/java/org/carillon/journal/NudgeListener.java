package org.carillon.journal;

import static java.lang.System.Logger.Level.INFO;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.carillon.configuration.Database;
import org.carillon.monitoring.MonotonicClock;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears from the other nodes of a shared database that the journal has grown, and wakes the tailer. While it does not hear,
 * the tailer polls. {@link #run} belongs to one thread; {@link #stop} is safe for several.
 */
@Singleton
public class NudgeListener implements Runnable {

    /** How long one wait for nudges may block, and so how soon a stop is seen. */
    private static final int WAIT_MILLIS = 1_000;

    /** A silent connection is asked this often whether it is still there: a cut network says nothing by itself. */
    private static final long ASK_MILLIS = 5_000;

    private static final int ANSWER_SECONDS = 2;

    /** Between two tries to listen; the tailer polls meanwhile. */
    private static final long RETRY_MILLIS = 1_000;

    /** Where a database that speaks PostgreSQL's protocol has no LISTEN, nothing is gained by asking every second. */
    private static final long RETRY_UNABLE_MILLIS = 60_000;

    /** Classes of SQLSTATE that pass: connection, resources, an administrator's doing. */
    private static final Set<String> PASSING = Set.of("08", "53", "57");

    private static final System.Logger LOG = System.getLogger(NudgeListener.class.getName());

    private final Journal journal;
    private final Database database;
    private final MonotonicClock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean failing;

    @Inject
    NudgeListener(Journal journal, Database database, MonotonicClock clock) {
        this.journal = journal;
        this.database = database;
        this.clock = clock;
    }

    /** Ends {@link #run} within {@value #WAIT_MILLIS} ms. */
    public void stop() {
        stopped.countDown();
    }

    /** The loop; returns after {@link #stop} or an interrupt. */
    @Override
    public void run() {
        try {
            while (stopped.getCount() > 0) {
                stopped.await(listen(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens until the connection breaks; returns how long to wait before the next try. */
    private long listen() {
        try (var connection = database.open()) {
            try (var statement = connection.createStatement()) {
                statement.execute("LISTEN " + NudgeSender.CHANNEL);
            }
            if (failing) {
                failing = false;
                LOG.log(INFO, "Commits of other nodes are heard again.");
            }
            journal.setHeard(true);
            // What was committed while nobody listened was not heard.
            journal.committedElsewhere();
            hear(connection);
            return 0;
        } catch (SQLException broken) {
            if (!failing) {
                failing = true;
                LOG.log(INFO, "Commits of other nodes are not heard; they are looked for every {0} ms. {1}", Journal.POLL_UNHEARD_MILLIS, broken.getMessage());
            }
            return passes(broken) ? RETRY_MILLIS : RETRY_UNABLE_MILLIS;
        } finally {
            journal.setHeard(false);
        }
    }

    private void hear(Connection connection) throws SQLException {
        var nudges = connection.unwrap(PGConnection.class);
        long asked = clock.nanos();
        while (stopped.getCount() > 0) {
            var heard = nudges.getNotifications(WAIT_MILLIS);
            if (heard != null && Stream.of(heard).anyMatch(this::isOfAnotherNode)) {
                journal.committedElsewhere();
            }
            if (clock.millisSince(asked) >= ASK_MILLIS) {
                if (!connection.isValid(ANSWER_SECONDS)) {
                    throw new SQLException("The connection does not answer.", "08006");
                }
                asked = clock.nanos();
            }
        }
    }

    private boolean isOfAnotherNode(PGNotification nudge) {
        return !journal.writer().equals(nudge.getParameter());
    }

    private static boolean passes(SQLException broken) {
        return broken.getSQLState() != null && PASSING.contains(broken.getSQLState().substring(0, 2));
    }
}
