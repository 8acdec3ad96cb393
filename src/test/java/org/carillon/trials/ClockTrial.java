package org.carillon.trials;

import java.time.Duration;
import java.util.Map;
import org.carillon.server.Await;
import org.junit.jupiter.api.Test;

/** Trial 6: nodes whose own clocks are an hour early and an hour late. Its protection is that there is one database, whose clock counts. */
class ClockTrial {

    private static final long HOUR = Duration.ofHours(1).toMillis();

    @Test
    void aNodesOwnClockDecidesNothing() throws Exception {
        try (var cluster = Cluster.skewed("clock", Map.of("carillon.tasks.workers", "16"), HOUR, -HOUR, 0).launch()) {
            var ledger = new Client.Ledger();
            var clients = cluster.clients(30, ledger);
            Await.until("every client has heard something", Duration.ofSeconds(60), () -> clients.stream().allMatch(client -> client.last() > 0));
            long from = System.currentTimeMillis();
            Cluster.pause(60_000);
            long to = System.currentTimeMillis() - 2_000;
            long head = cluster.head();
            Await.until("every client has everything", Duration.ofSeconds(20), () -> Cluster.UNPROTECTED || Client.allAt(clients, head));
            cluster.verdict("6 clocks", 0, ledger, 1_000, from, to)
                    .require(cluster.count("SELECT COUNT(*) FROM node WHERE ABS(clock_offset_millis) > 3500000") >= Math.min(2, cluster.size()), "no clock was wrong, so nothing was tried").pronounce();
            clients.forEach(Client::close);
        }
    }
}
