package org.carillon.trials;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.carillon.api.Announcement;
import org.carillon.journal.Draft;
import org.carillon.journal.TestJournal;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/**
 * Trial 8: eight writers that dawdle between append and commit, or roll back, while three nodes tail and tell it to clients. Its
 * protection is that an offset is taken under the lock that lasts until the commit.
 */
class CommitGapTrial {

    private static final int WRITERS = 8;
    private static final int APPENDS = Integer.getInteger("trial.appends", 20_000);
    private static final int CLIENTS = Integer.getInteger("trial.clients", 30);
    private static final int DELAY_NANOS = 1_000_000;

    /** Offsets as a sequence gives them: before, and whatever becomes of the transaction. */
    private final AtomicLong beforehand = new AtomicLong(1_000_000);
    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong rolledBack = new AtomicLong();

    @Test
    void everyTailerSeesEachOffsetOnceAndInOrder() throws Exception {
        // Whatever else is told would take offsets between those of the trial.
        var settings = WitnessTasks.every("P365D");
        settings.put("carillon.task.heartbeat.every", "P365D");
        try (var cluster = Cluster.of(Cluster.NODES, "commit-gap", settings, false).launch()) {
            cluster.database().define("now", "clock_timestamp()").define("shared", true).useTransaction(handle -> append(handle, "first"));
            committed.incrementAndGet();
            try (var audience = new Audience(cluster, CLIENTS, 365L * 86_400_000)) {
                long begin = System.nanoTime();
                race(cluster);
                double seconds = (System.nanoTime() - begin) / 1e9;
                audience.end(0).verdict("8 commit gap").figure("appends", committed).figure("rolled back", rolledBack)
                        .figure("appends/s", Math.round(committed.get() / seconds))
                        .must("offsets without a publication", 0, cluster.count("SELECT MAX(id) - COUNT(*) FROM publication"))
                        .must("publications that clients know", committed.get(), audience.known()).pronounce();
            }
        }
    }

    private void race(Cluster cluster) throws InterruptedException, ExecutionException {
        var writers = Executors.newFixedThreadPool(WRITERS);
        try {
            var ends = new ConcurrentLinkedQueue<Future<?>>();
            IntStream.range(0, WRITERS).forEach(n -> ends.add(writers.submit(() -> write(cluster, n))));
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            writers.shutdownNow();
        }
    }

    private Void write(Cluster cluster, int writer) throws SQLException {
        var random = new Random(Cluster.SEED + writer);
        try (var handle = cluster.database().open()) {
            for (int i = 0; i < APPENDS / WRITERS; i++) {
                handle.begin();
                append(handle, writer + "-" + i);
                LockSupport.parkNanos(random.nextInt(DELAY_NANOS));
                if (random.nextInt(10) == 0) {
                    handle.rollback();
                    rolledBack.incrementAndGet();
                } else {
                    handle.commit();
                    committed.incrementAndGet();
                }
                LockSupport.parkNanos(random.nextInt(DELAY_NANOS));
            }
        }
        return null;
    }

    private void append(Handle handle, String what) {
        if (Cluster.UNPROTECTED) {
            handle.execute("INSERT INTO publication (id, channel, event, data, told_at) VALUES (?, ?, 'appended', ?, clock_timestamp())",
                    beforehand.incrementAndGet(), Announcement.EVERYONE, "\"" + what + "\"");
        } else {
            TestJournal.append(handle, List.of(new Draft(Announcement.EVERYONE, "appended", "\"" + what + "\"")));
        }
    }
}
