package org.carillon.monitoring;

import jakarta.inject.Singleton;

/** The process's clocks. */
@Singleton
class SystemClock implements MonotonicClock, WallClock {

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }
}
