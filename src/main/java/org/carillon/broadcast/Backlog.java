package org.carillon.broadcast;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.Counters;

/**
 * What waits in all queues together, bounded: many slow clients at once must not take the heap that the others live on. Counts
 * each frame once for every queue that holds it, though they share its bytes, so it errs on the safe side. Safe for use by several
 * threads.
 */
@Singleton
class Backlog {

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder dropped;

    @Inject
    Backlog(Configuration configuration, Counters counters) {
        this(Runtime.getRuntime().maxMemory() / 100 * configuration.integer(Setting.QUEUES_HEAP), counters);
    }

    Backlog(long maxBytes, Counters counters) {
        this.maxBytes = maxBytes;
        this.dropped = counters.counter("carillon_publications_dropped_total", "Publications that a slow client did without, by its channel's policy");
        counters.gauge("carillon_queued_bytes", "Bytes that wait in the queues of all clients", bytes::get);
    }

    /** False, and nothing is taken, if the node has no room for so many. */
    boolean take(int more) {
        if (bytes.addAndGet(more) > maxBytes) {
            bytes.addAndGet(-more);
            return false;
        }
        return true;
    }

    void give(int less) {
        bytes.addAndGet(-less);
    }

    void countDropped(int publications) {
        dropped.add(publications);
    }

    long bytes() {
        return bytes.get();
    }
}
