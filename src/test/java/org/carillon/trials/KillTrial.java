package org.carillon.trials;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Trial 2: {@code kill -9} of a random node, again and again. Its protection is that lost runs are taken over. */
class KillTrial {

    private static final int KILLS = Integer.getInteger("trial.kills", 5);
    private static final int CLIENTS = Integer.getInteger("trial.clients", 60);

    /** From a node's end until its runs are begun by others: a lease, and what it takes to see that it is over. */
    static final int TAKING_OVER_MILLIS = 12_000;

    @Test
    void whatAKilledNodeHadIsDoneByTheOthers() throws Exception {
        run(Cluster.NODES, CLIENTS, KILLS, 8_000, TAKING_OVER_MILLIS);
    }

    /**
     * @param calm milliseconds, or up to twice as many, before each kill
     * @param most milliseconds that taking over may take
     */
    static void run(int nodes, int clients, int times, long calm, long most) throws Exception {
        try (var cluster = Cluster.of(nodes, "kill", WitnessTasks.fasterAndLonger(), false).launch(); var audience = new Audience(cluster, clients, WitnessTasks.FAST_MILLIS)) {
            if (Cluster.UNPROTECTED) {
                cluster.letNobodyTakeOver();
            }
            var kills = new ArrayList<Long>();
            for (int i = 0; i < times; i++) {
                cluster.pauseAbout(calm);
                int victim = cluster.anyNode();
                cluster.stopAmidRuns(victim);
                kills.add(System.currentTimeMillis());
                cluster.node(victim).kill();
                Cluster.pause(5_000);
                cluster.restart(victim);
                cluster.node(victim).awaitReady();
            }
            Cluster.pause(TAKING_OVER_MILLIS + 3_000);
            var verdict = audience.end(TAKING_OVER_MILLIS + 3_000).verdict("2 kill -9");
            long slowest = cluster.witness().retaken().stream()
                    .mapToLong(line -> line.at() - kills.stream().filter(kill -> kill < line.at()).mapToLong(kill -> kill).max().orElse(0)).max().orElse(0);
            verdict.figure("kills", times).require(!cluster.witness().retaken().isEmpty(), "no killed node had a run in hand, so nothing was tried")
                    .atMost("slowest taking over (ms)", most, slowest)
                    .must("runs lost for ever", 0, cluster.lostForEver(13)).pronounce();
        }
    }
}
