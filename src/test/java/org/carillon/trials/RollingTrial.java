package org.carillon.trials;

import java.time.Duration;
import org.carillon.server.Await;
import org.junit.jupiter.api.Test;

/** Trial 7: every node is drained, ended and started again, one after the other, under load. Its protection is the drain. */
class RollingTrial {

    private static final int CLIENTS = Integer.getInteger("trial.clients", 60);
    private static final long PERIOD = 200;

    @Test
    void aRollingRestartCostsNothing() throws Exception {
        try (var cluster = Cluster.of("rolling", Cluster.faster(), false).launch()) {
            var ledger = new Client.Ledger();
            var clients = cluster.clients(CLIENTS, ledger);
            Await.until("every client has heard something", Duration.ofSeconds(60), () -> clients.stream().allMatch(client -> client.last() > 0));
            long from = System.currentTimeMillis();
            var slowest = Duration.ZERO;
            for (int n = 0; n < cluster.size(); n++) {
                Cluster.pause(5_000);
                if (Cluster.UNPROTECTED) {
                    cluster.kill(n);
                } else {
                    var took = cluster.drainAndTerminate(n);
                    slowest = took.compareTo(slowest) > 0 ? took : slowest;
                }
                cluster.restart(n);
                cluster.node(n).awaitReady();
            }
            Cluster.pause(5_000);
            long to = System.currentTimeMillis() - 2_000;
            long head = cluster.head();
            Await.until("every client has everything", Duration.ofSeconds(30), () -> Client.allAt(clients, head));
            cluster.verdict("7 rolling restart", 0, ledger, PERIOD, from, to).figure("clients", CLIENTS).atMost("slowest drain (ms)", 30_000, slowest.toMillis())
                    .must("runs that were lost with a node", 0, cluster.witness().retaken().size()).must("fires missed", 0, cluster.count("SELECT COUNT(*) FROM run WHERE state = 'MISSED'"))
                    .pronounce();
            clients.forEach(Client::close);
        }
    }
}
