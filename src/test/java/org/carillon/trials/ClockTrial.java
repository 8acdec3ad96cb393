package org.carillon.trials;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Trial 6: nodes whose own clocks are an hour early and an hour late. Its protection is that there is one database, whose clock counts. */
class ClockTrial {

    private static final long HOUR = Duration.ofHours(1).toMillis();

    @Test
    void aNodesOwnClockDecidesNothing() throws Exception {
        try (var cluster = Cluster.skewed("clock", WitnessTasks.faster(), HOUR, -HOUR, 0).launch(); var audience = new Audience(cluster, 30, WitnessTasks.FAST_MILLIS)) {
            cluster.pauseAbout(40_000);
            audience.end(2_000).verdict("6 clocks")
                    .require(cluster.count("SELECT COUNT(*) FROM node WHERE ABS(clock_offset_millis) > 3500000") >= Math.min(2, cluster.size()),
                            "no clock was wrong, so nothing was tried").pronounce();
        }
    }
}
