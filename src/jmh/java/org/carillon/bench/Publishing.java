package org.carillon.bench;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;

/**
 * Publishes at a fixed rate, numbered from 0. A server that cannot keep up publishes late and is seen to: nothing is left out.
 * Safe for use by several threads.
 */
final class Publishing {

    private final ScheduledExecutorService time;
    private final ObjLongConsumer<Integer> way;
    private Future<?> running;
    private long published;

    /** @param way publishes one payload, of the size and the number that it is given */
    Publishing(ScheduledExecutorService time, ObjLongConsumer<Integer> way) {
        this.time = time;
        this.way = way;
    }

    /** @param limit publications after which it ends, should nobody stop it */
    synchronized void start(int rate, int size, long limit) {
        stop();
        published = 0;
        long period = TimeUnit.SECONDS.toNanos(1) / rate;
        running = time.scheduleAtFixedRate(() -> publish(size, limit), period, period, TimeUnit.NANOSECONDS);
    }

    /** Returns how many were published; none comes after that. */
    synchronized long stop() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
        return published;
    }

    private synchronized void publish(int size, long limit) {
        if (running == null) {
            return;
        }
        way.accept(size, published);
        if (++published == limit) {
            stop();
        }
    }
}
