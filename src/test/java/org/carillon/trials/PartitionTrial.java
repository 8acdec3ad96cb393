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

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int VICTIM = 0;

    @ParameterizedTest
    @EnumSource(names = {"REFUSE", "HOLD", "HOLD_ANSWERS"})
    void aNodeWithoutItsDatabaseStartsNothingAndKeepsItsClients(Mode mode) throws Exception {
        try (var cluster = Cluster.wired("partition", WitnessTasks.faster()).launch(); var audience = new Audience(cluster, 30, WitnessTasks.FAST_MILLIS)) {
            if (Cluster.UNPROTECTED) {
                cluster.letNobodyTakeOver();
            }
            cluster.pauseAbout(Lease.DURATION.toMillis());
            Await.until("the node has runs in hand", SOON, () -> cluster.metric(VICTIM, "carillon_runs_in_hand") > 0);
            cluster.wire(VICTIM).set(mode);
            long cut = System.currentTimeMillis();
            Cluster.pause(30_000);
            long healed = System.currentTimeMillis();
            long forsaken = cluster.lostForEver(25);
            int returns = audience.returns();
            long toldMeanwhile = cluster.head();
            cluster.wire(VICTIM).set(Mode.OPEN);
            Await.until("the node is well", SOON, () -> Http.statusOf(cluster.uri(VICTIM).resolve("/health/ready")) == 200 && audience.hasAll(toldMeanwhile));
            long well = System.currentTimeMillis() - healed;
            Cluster.pause(Lease.DURATION.toMillis() + 5_000);
            long late = cluster.witness().lines().stream().filter(line -> line.node() == VICTIM && line.begin() && line.at() > cut + Lease.DURATION.toMillis() && line.at() < healed).count();
            audience.end(2_000).verdict("5 partition by " + mode).must("begun by the node after its lease", 0, late).must("its runs that nobody has taken over while it was away", 0, forsaken)
                    .must("clients that lost the node", 0, returns)
                    .atMost("normal again after (ms)", 10_000, well).must("runs lost for ever", 0, cluster.lostForEver(13)).pronounce();
        }
    }
}
