package org.carillon.trials;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Trial 7: every node is drained, ended and started again, one after the other, under load. Its protection is the drain. */
class RollingTrial {

    private static final int CLIENTS = Integer.getInteger("trial.clients", 60);

    @Test
    void aRollingRestartCostsNothing() throws Exception {
        try (var cluster = Cluster.of(Cluster.NODES, "rolling", WitnessTasks.fasterAndLonger(), false).launch();
                var audience = new Audience(cluster, CLIENTS, WitnessTasks.FAST_MILLIS)) {
            var slowest = Duration.ZERO;
            for (int n = 0; n < cluster.size(); n++) {
                cluster.pauseAbout(5_000);
                if (Cluster.UNPROTECTED) {
                    cluster.stopAmidRuns(n);
                    cluster.node(n).kill();
                } else {
                    var took = cluster.drainAndTerminate(n);
                    slowest = took.compareTo(slowest) > 0 ? took : slowest;
                }
                cluster.restart(n);
                cluster.node(n).awaitReady();
            }
            cluster.pauseAbout(5_000);
            audience.end(2_000).verdict("7 rolling restart").atMost("slowest drain (ms)", 30_000, slowest.toMillis())
                    .must("runs that were lost with a node", 0, cluster.witness().retaken().size())
                    .must("fires missed", 0, cluster.count("SELECT COUNT(*) FROM run WHERE state = 'MISSED'")).pronounce();
        }
    }
}
