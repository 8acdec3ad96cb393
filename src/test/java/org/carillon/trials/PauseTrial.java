package org.carillon.trials;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.carillon.server.Await;
import org.junit.jupiter.api.Test;

/** Trial 3: a node stands still for three leases in the middle of its runs. Its protection is the fence. */
class PauseTrial {

    private static final int PAUSES = Integer.getInteger("trial.pauses", 2);
    private static final Duration STANDSTILL = Duration.ofSeconds(30);

    @Test
    void whatAStoppedNodeBringsTooLateIsRefused() throws Exception {
        var settings = Map.of("carillon.tasks.workers", "32", "trial.work.millis", "700", "trial.unfenced", String.valueOf(Cluster.UNPROTECTED));
        try (var cluster = Cluster.of("pause", settings, false).launch()) {
            var ledger = new Client.Ledger();
            var clients = cluster.clients(20, ledger);
            long from = System.currentTimeMillis();
            for (int i = 0; i < PAUSES; i++) {
                int victim = i % cluster.size();
                Await.until("the node has runs in hand", Duration.ofSeconds(30), () -> cluster.metric(victim, "carillon_runs_in_hand") > 0);
                cluster.signal(victim, "STOP");
                new CountDownLatch(1).await(STANDSTILL.toSeconds(), TimeUnit.SECONDS);
                cluster.signal(victim, "CONT");
                cluster.node(victim).awaitReady();
                new CountDownLatch(1).await(12, TimeUnit.SECONDS);
            }
            long to = System.currentTimeMillis() - 2_000;
            long fenced = 0;
            for (int n = 0; n < cluster.size(); n++) {
                fenced += cluster.metric(n, "carillon_runs_fenced_total");
            }
            var witness = cluster.witness();
            new Verdict("3 standstill", 0).figure("nodes", cluster.size()).figure("pauses", PAUSES).figure("fires", witness.fires().size())
                    .must("doubled first attempts", 0, witness.doubles())
                    .figure("holes", witness.holes(1_000, from, to, cluster.accounted(1_000)).size()).figure("skipped", cluster.skipped())
                    .figure("taken over", witness.retaken().size()).figure("late results refused", fenced)
                    .require(!witness.retaken().isEmpty(), "no run was in the middle, so nothing was tried")
                    .must("told twice", 0, cluster.toldTwice()).must("told amiss", 0, Cluster.UNPROTECTED ? 0 : cluster.toldAmiss())
                    .must("clients' complaints", 0, cluster.complaints(ledger)).pronounce();
            clients.forEach(Client::close);
        }
    }
}
