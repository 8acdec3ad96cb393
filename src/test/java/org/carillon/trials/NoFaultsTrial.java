package org.carillon.trials;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Trial 1: nothing goes wrong, and each due fire runs once and is told once, in one order everywhere. Its protection is that there is one database. */
class NoFaultsTrial {

    private static final int SECONDS = Integer.getInteger("trial.seconds", 180);
    private static final int CLIENTS = Integer.getInteger("trial.clients", 300);

    @Test
    void eachDueFireRunsOnceAndEverybodySeesOneOrder() throws Exception {
        run(Cluster.NODES, CLIENTS, SECONDS);
    }

    static void run(int nodes, int clients, int seconds) throws Exception {
        try (var cluster = Cluster.of(nodes, "no-faults", Map.of("carillon.tasks.workers", "16"), Cluster.UNPROTECTED).launch();
                var audience = new Audience(cluster, clients, 1_000)) {
            Cluster.pause(1_000L * seconds);
            audience.end(5_000).verdict("1 no faults").must("overlaps", 0, cluster.witness().overlaps()).pronounce();
        }
    }
}
