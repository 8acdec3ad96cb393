package org.carillon.monitoring;

/**
 * The clock for durations: pings, timeouts, ages. It never goes back and knows no calendar; calendar time comes from the
 * database's clock. Safe for use by several threads.
 */
@FunctionalInterface
public interface MonotonicClock {

    /** Nanoseconds since an arbitrary moment of this process; only differences mean something. */
    long nanos();

    /** The process's own, for what the container makes without injection. */
    static MonotonicClock system() {
        return new SystemClock();
    }

    default long millisSince(long nanos) {
        return (nanos() - nanos) / 1_000_000;
    }
}
