package org.carillon.socketio;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Database;
import org.carillon.configuration.Setting;
import org.carillon.journal.Journal;
import org.carillon.journal.Position;
import org.carillon.monitoring.MonotonicClock;
import org.carillon.socketio.RecoveryTable.Row;

/**
 * What clients get back when they come back: id and rooms, as rows that a restart and another node can read. Changes are
 * written by one thread, in batches, the last of a client's; so what changed in the moment before a node was killed may be
 * lost, and the client is told that it was not recovered or finds itself in the rooms of before. {@link #run} belongs to that thread;
 * the rest is safe for several.
 */
@Singleton
public class Recoveries implements Runnable {

    /** Rows of one transaction. */
    private static final int BATCH = 200;

    /** The pause that lets changes gather, and after the database was found to be away the one before the next try. */
    private static final long GATHER_MILLIS = 50;
    private static final long RETRY_MILLIS = 1_000;

    /** A row is kept for two history windows, and renewed twice in one: what is younger than a window is always there. */
    private static final int WINDOWS = 2;
    private static final int RENEWALS = 2;

    private static final System.Logger LOG = System.getLogger(Recoveries.class.getName());

    private final Database database;
    private final Journal journal;
    private final Configuration configuration;
    private final MonotonicClock clock;
    private final Map<String, Runnable> connected = new ConcurrentHashMap<>();
    private final Map<String, Optional<Row>> changes = new LinkedHashMap<>();
    private long renewed;
    private boolean stopped;
    private boolean databaseAway;

    @Inject
    Recoveries(Database database, Journal journal, Configuration configuration, MonotonicClock clock) {
        this.database = database;
        this.journal = journal;
        this.configuration = configuration;
        this.clock = clock;
        this.renewed = clock.nanos();
    }

    /**
     * What the client of this secret had in this namespace. If it is connected still, as the server believes, that connection is
     * closed: it is half open, or its client has given it up. Waits for the database.
     */
    Optional<Row> find(String pid, String namespace) {
        var takeOver = connected.remove(pid);
        if (takeOver != null) {
            takeOver.run();
        }
        Optional<Row> change;
        synchronized (this) {
            change = changes.get(pid);
        }
        var row = change != null ? change : database.jdbi().withHandle(handle -> RecoveryTable.find(handle, pid));
        return row.filter(found -> found.namespace().equals(namespace));
    }

    /** Whether all that was told since then can be sent again. Waits for the database. */
    boolean isResumable(String seen, Set<String> channels) {
        return Position.parse(seen).filter(position -> journal.standing(channels).resumable(position, channels)).isPresent();
    }

    /** @param takeOver ends the connection, if the client comes back by another */
    void connected(Row row, Runnable takeOver) {
        connected.put(row.pid(), takeOver);
        changed(row);
    }

    synchronized void changed(Row row) {
        change(row.pid(), Optional.of(row));
    }

    /**
     * @param takeOver what was said when it connected: another connection may have taken its place by now
     * @param forGood  whether the client may not come back
     */
    void left(Row row, Runnable takeOver, boolean forGood) {
        connected.remove(row.pid(), takeOver);
        synchronized (this) {
            if (!connected.containsKey(row.pid())) {
                change(row.pid(), forGood ? Optional.empty() : Optional.of(row));
            }
        }
    }

    private void change(String pid, Optional<Row> row) {
        changes.put(pid, row);
        notifyAll();
    }

    /** Ends {@link #run} soon, when all changes are written. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** The loop; returns after {@link #stop} or an interrupt. */
    @Override
    public void run() {
        try {
            while (awaitChange()) {
                if (!flush()) {
                    pause(RETRY_MILLIS);
                }
            }
            flush();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    /** False at the end. */
    private synchronized boolean awaitChange() throws InterruptedException {
        if (changes.isEmpty() && !stopped) {
            wait(RETRY_MILLIS);
        }
        if (!stopped) {
            wait(GATHER_MILLIS);
        }
        return !stopped;
    }

    private synchronized void pause(long millis) throws InterruptedException {
        if (!stopped) {
            wait(millis);
        }
    }

    /** Writes all changes, and what is due; false if the database is away, and then nothing is lost. */
    boolean flush() {
        try {
            for (var batch = take(); !batch.isEmpty(); batch = take()) {
                write(batch);
            }
            renew();
            databaseAway = false;
            return true;
        } catch (RuntimeException away) {
            if (!databaseAway) {
                databaseAway = true;
                LOG.log(WARNING, "What clients get back when they come back cannot be written; trying again every " + RETRY_MILLIS + " ms.", away);
            }
            return false;
        }
    }

    private synchronized Map<String, Optional<Row>> take() {
        var batch = new LinkedHashMap<String, Optional<Row>>();
        changes.entrySet().stream().limit(BATCH).forEach(change -> batch.put(change.getKey(), change.getValue()));
        return batch;
    }

    private void write(Map<String, Optional<Row>> batch) {
        database.jdbi().useTransaction(handle -> batch.forEach((pid, row) ->
                row.ifPresentOrElse(present -> RecoveryTable.put(handle, present), () -> RecoveryTable.delete(handle, pid))));
        synchronized (this) {
            // What changed again meanwhile stays for the next batch.
            batch.forEach(changes::remove);
        }
    }

    private void renew() {
        var window = configuration.duration(Setting.JOURNAL_AGE);
        if (clock.millisSince(renewed) < window.toMillis() / RENEWALS) {
            return;
        }
        renewed = clock.nanos();
        List<String> pids = new ArrayList<>(connected.keySet());
        database.jdbi().useTransaction(handle -> {
            for (int from = 0; from < pids.size(); from += BATCH) {
                RecoveryTable.renew(handle, pids.subList(from, Math.min(pids.size(), from + BATCH)));
            }
            RecoveryTable.prune(handle, window.multipliedBy(WINDOWS));
        });
    }
}
