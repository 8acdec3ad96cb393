package org.carillon.monitoring;

import jakarta.inject.Singleton;

/** The process's monotonic clock. */
@Singleton
class SystemClock implements MonotonicClock {

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
