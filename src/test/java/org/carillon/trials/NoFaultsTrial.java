package org.carillon.trials;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.carillon.server.Await;
import org.junit.jupiter.api.Test;

/** Trial 1: nothing goes wrong, and each due fire runs once and is told once, in one order everywhere. */
class NoFaultsTrial {

    private static final int SECONDS = Integer.getInteger("trial.seconds", 180);
    private static final int CLIENTS = Integer.getInteger("trial.clients", 300);

    @Test
    void eachDueFireRunsOnceAndEverybodySeesOneOrder() throws Exception {
        try (var cluster = Cluster.of("no-faults", Map.of("carillon.tasks.workers", "16"), Cluster.UNPROTECTED).launch()) {
            var ledger = new Client.Ledger();
            var clients = cluster.clients(CLIENTS, ledger);
            Await.until("every client has heard something", Duration.ofSeconds(60), () -> clients.stream().allMatch(client -> client.last() > 0));
            long from = System.currentTimeMillis();
            new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS);
            long to = System.currentTimeMillis() - 2_000;
            long head = cluster.head();
            Await.until("every client has everything", Duration.ofSeconds(20), () -> Cluster.UNPROTECTED || Client.allAt(clients, head));
            var witness = cluster.witness();
            new Verdict("1 no faults", 0).figure("nodes", cluster.size()).figure("clients", CLIENTS).figure("fires", witness.fires().size())
                    .must("doubled first attempts", 0, witness.doubles()).must("overlaps", 0, witness.overlaps())
                    .must("holes", 0, witness.holes(1_000, from, to, cluster.accounted(1_000)).size()).figure("skipped", cluster.skipped())
                    .must("told twice", 0, cluster.toldTwice()).must("clients' complaints", 0, cluster.complaints(ledger))
                    .figure("start lag", Witness.percentiles(witness.lateness(from, to))).pronounce();
            clients.forEach(Client::close);
        }
    }
}
