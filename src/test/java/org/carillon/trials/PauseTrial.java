package org.carillon.trials;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.carillon.nodes.Lease;
import org.junit.jupiter.api.Test;

/** Trial 3: a node stands still for three leases in the middle of its runs. Its protection is the fence. */
class PauseTrial {

    private static final int PAUSES = Integer.getInteger("trial.pauses", 2);
    private static final int CLIENTS = 20;
    private static final Duration STANDSTILL = Lease.DURATION.multipliedBy(3);

    @Test
    void whatAStoppedNodeBringsTooLateIsRefused() throws Exception {
        run(Cluster.NODES, PAUSES);
    }

    static void run(int nodes, int pauses) throws Exception {
        var settings = new HashMap<>(WitnessTasks.faster());
        settings.putAll(Map.of("carillon.tasks.workers", "32", "trial.work.millis", "150", "trial.unfenced", String.valueOf(Cluster.UNPROTECTED)));
        try (var cluster = Cluster.of(nodes, "pause", settings, false).launch(); var audience = new Audience(cluster, CLIENTS, WitnessTasks.FAST_MILLIS)) {
            for (int i = 0; i < pauses; i++) {
                int victim = cluster.anyNode();
                cluster.pauseAbout(2_000);
                cluster.stopAmidRuns(victim);
                Cluster.pause(STANDSTILL.toMillis());
                cluster.signal(victim, "CONT");
                cluster.node(victim).awaitReady();
                Cluster.pause(Lease.DURATION.toMillis() + 2_000);
            }
            long fenced = IntStream.range(0, nodes).mapToLong(n -> cluster.metric(n, "carillon_runs_fenced_total")).sum();
            audience.end(5_000).verdict("3 standstill").figure("standstills", pauses).figure("late results refused", fenced)
                    .require(!cluster.witness().retaken().isEmpty(), "no run was in the middle, so nothing was tried").pronounce();
        }
    }
}
