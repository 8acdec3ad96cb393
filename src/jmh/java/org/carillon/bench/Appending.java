package org.carillon.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Appends from several threads at once, as the code of several users does. Each writer has its own numbers: of three, the first has
 * 0, 3, 6 and so on; so who reads can tell what is lost, doubled or out of order, though the writers are in no order with each other.
 * For one thread; the writers are others.
 */
final class Appending {

    /** Publications that wait longer than this for the database have failed anyhow. */
    private static final long END_SECONDS = 20;

    /**
     * What is appended.
     *
     * @param writers threads
     * @param batch   publications of one transaction
     * @param rate    transactions of each writer in a second; 0 for as many as go
     */
    record Way(int writers, int batch, int rate) {
    }

    private final ExecutorService threads;
    private final Consumer<List<String>> publisher;
    private final LongAdder appended = new LongAdder();
    private final List<Future<?>> writers = new ArrayList<>();
    private volatile boolean stopped;

    /** @param publisher records all data that it is given in one transaction, and returns when it is committed */
    Appending(ExecutorService threads, Consumer<List<String>> publisher) {
        this.threads = threads;
        this.publisher = publisher;
    }

    void start(Way way, int size) {
        appended.reset();
        stopped = false;
        for (int writer = 0; writer < way.writers(); writer++) {
            int first = writer;
            writers.add(threads.submit(() -> write(first, way, size)));
        }
    }

    long appended() {
        return appended.sum();
    }

    /** Returns how many were appended; none comes after that. */
    long stop() throws InterruptedException, ExecutionException {
        stopped = true;
        try {
            for (var writer : writers) {
                writer.get(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException stuck) {
            throw new IllegalStateException("A writer does not end.", stuck);
        } finally {
            writers.clear();
        }
        return appended();
    }

    private void write(int first, Way way, int size) {
        long number = first;
        long committed = 0;
        long next = System.nanoTime();
        while (!stopped) {
            var batch = new ArrayList<String>(way.batch());
            for (; batch.size() < way.batch(); number += way.writers()) {
                batch.add(Payload.data(number, committed, size));
            }
            publisher.accept(batch);
            committed = System.nanoTime();
            appended.add(way.batch());
            if (way.rate() > 0) {
                next += TimeUnit.SECONDS.toNanos(1) / way.rate();
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }
}
