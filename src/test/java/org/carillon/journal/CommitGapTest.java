package org.carillon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader must never step over an offset whose commit comes later: eight writers with delays and rollbacks, two readers. */
class CommitGapTest {

    private static final int WRITERS = 8;
    private static final int APPENDS = Integer.getInteger("carillon.test.appends", 400);
    private static final long SEED = Long.getLong("carillon.test.seed", System.nanoTime());

    private final TestDatabase database = new TestDatabase(Vendor.POSTGRESQL);
    private final Journal journal = TestJournal.of(database, TestConfiguration.of());
    private final AtomicLong committed = new AtomicLong();
    private volatile boolean writing = true;

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @Test
    void everyReaderSeesEachOffsetOnceAndInOrder() throws InterruptedException {
        var seen = race((handle, random) -> {
            journal.append(handle, List.of(new Draft("a", "event", "1")));
            pause(random);
        });
        var all = LongStream.rangeClosed(1, committed.get()).boxed().toList();
        seen.forEach(reader -> assertEquals(all, reader, "no hole and no phantom; the seed was " + SEED));
    }

    @Test
    void withOffsetsTakenBeforehandAReaderWouldStepOverOne() {
        var seen = new ArrayList<Long>();
        try (var slow = database.jdbi().open(); var fast = database.jdbi().open()) {
            slow.begin();
            insert(slow, 1);
            insert(fast, 2);
            writing = false;
            read(seen);
            slow.commit();
            read(seen);
        }
        assertEquals(List.of(2L), seen, "the first is never told: the test can fail");
    }

    private static void insert(Handle handle, long offset) {
        handle.execute("INSERT INTO publication (id, channel, event, data, told_at) VALUES (?, 'a', 'event', '1', CURRENT_TIMESTAMP)", offset);
    }

    private List<List<Long>> race(BiConsumer<Handle, Random> append) throws InterruptedException {
        var seen = List.<List<Long>>of(new ArrayList<>(), new ArrayList<>());
        var readers = seen.stream().map(list -> new Thread(() -> read(list))).toList();
        var writers = IntStream.range(0, WRITERS).mapToObj(n -> new Thread(() -> write(append, new Random(SEED + n)))).toList();
        readers.forEach(Thread::start);
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        writing = false;
        for (Thread reader : readers) {
            reader.join(Duration.ofSeconds(60).toMillis());
        }
        return seen;
    }

    private void write(BiConsumer<Handle, Random> append, Random random) {
        try (var handle = database.jdbi().open()) {
            for (int i = 0; i < APPENDS / WRITERS; i++) {
                handle.begin();
                append.accept(handle, random);
                if (random.nextInt(10) == 0) {
                    handle.rollback();
                } else {
                    handle.commit();
                    committed.incrementAndGet();
                }
            }
        }
    }

    private void read(List<Long> seen) {
        boolean last = false;
        for (int found = 1; found > 0 || !last; ) {
            last = !writing;
            long after = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
            var batch = journal.from(new Position("any", after + 1), 100);
            found = batch.size();
            batch.forEach(publication -> seen.add(publication.offset()));
        }
    }

    private static void pause(Random random) {
        LockSupport.parkNanos(random.nextInt(1_000_000));
    }
}
