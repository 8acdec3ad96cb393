package org.carillon.trials;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import org.carillon.monitoring.WallClock;

/** A node's own clock that is wrong. */
@Singleton
@Alternative
@Priority(1)
public class SkewedClock implements WallClock {

    /** A property of the JVM: by how many milliseconds. */
    static final String OFFSET = "trial.clock.offset";

    private static final long MILLIS = Long.getLong(OFFSET, 0);

    @Override
    public long millis() {
        return System.currentTimeMillis() + MILLIS;
    }
}
