package org.carillon.trials;

import java.time.Duration;
import org.carillon.nodes.Lease;
import org.carillon.server.Await;
import org.carillon.server.Http;
import org.carillon.server.Relay.Mode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trial 5: the wire between one node and the database is cut for 30 s. Its protection is that the others take over what the node had. */
class PartitionTrial {

    private static final long PERIOD = 200;
    private static final int VICTIM = 0;

    @ParameterizedTest
    @EnumSource(names = {"REFUSE", "HOLD", "HOLD_ANSWERS"})
    void aNodeWithoutItsDatabaseStartsNothingAndKeepsItsClients(Mode mode) throws Exception {
        try (var cluster = Cluster.wired("partition", Cluster.faster()).launch()) {
            if (Cluster.UNPROTECTED) {
                cluster.database().useHandle(handle -> handle.execute("CREATE RULE nobody_takes_over AS ON UPDATE TO run WHERE NEW.owner <> OLD.owner DO INSTEAD NOTHING"));
            }
            var ledger = new Client.Ledger();
            var clients = cluster.clients(30, ledger);
            Await.until("every client has heard something", Duration.ofSeconds(60), () -> clients.stream().allMatch(client -> client.last() > 0));
            Cluster.pause(Lease.DURATION.toMillis());
            long from = System.currentTimeMillis();
            Await.until("the node has runs in hand", Duration.ofSeconds(30), () -> cluster.metric(VICTIM, "carillon_runs_in_hand") > 0);
            cluster.wire(VICTIM).set(mode);
            long cut = System.currentTimeMillis();
            Cluster.pause(30_000);
            long healed = System.currentTimeMillis();
            int returns = ledger.returns.get();
            long toldMeanwhile = cluster.head();
            cluster.wire(VICTIM).set(Mode.OPEN);
            Await.until("the node is well", Duration.ofSeconds(30), () -> Http.statusOf(cluster.uri(VICTIM).resolve("/health/ready")) == 200 && Client.allAt(clients, toldMeanwhile));
            long well = System.currentTimeMillis() - healed;
            Cluster.pause(Lease.DURATION.toMillis() + 5_000);
            long to = System.currentTimeMillis() - 2_000;
            long head = cluster.head();
            Await.until("every client has everything", Duration.ofSeconds(30), () -> Client.allAt(clients, head));
            long late = cluster.witness().lines().stream().filter(line -> line.node() == VICTIM && line.begin() && line.at() > cut + Lease.DURATION.toMillis() && line.at() < healed).count();
            cluster.verdict("5 partition by " + mode, 0, ledger, PERIOD, from, to).must("begun by the node after its lease", 0, late).must("clients that lost the node", 0, returns)
                    .atMost("normal again after (ms)", 10_000, well)
                    .must("runs lost for ever", 0, cluster.count("SELECT COUNT(*) FROM run WHERE state IN ('CLAIMED', 'RUNNING') AND claimed_at < clock_timestamp() - INTERVAL '13' SECOND")).pronounce();
            clients.forEach(Client::close);
        }
    }
}
