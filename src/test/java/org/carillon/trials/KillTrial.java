package org.carillon.trials;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.carillon.server.Await;
import org.junit.jupiter.api.Test;

/** Trial 2: {@code kill -9} of a random node, again and again. Its protection is that lost runs are taken over. */
class KillTrial {

    private static final int KILLS = Integer.getInteger("trial.kills", 5);
    private static final int CLIENTS = Integer.getInteger("trial.clients", 60);
    private static final long SEED = Long.getLong("trial.seed", System.nanoTime());
    private static final long PERIOD = 200;

    @Test
    void whatAKilledNodeHadIsDoneByTheOthers() throws Exception {
        var random = new Random(SEED);
        try (var cluster = Cluster.of("kill", Cluster.faster(), false).launch()) {
            if (Cluster.UNPROTECTED) {
                cluster.database().useHandle(handle -> handle.execute("CREATE RULE nobody_takes_over AS ON UPDATE TO run WHERE NEW.owner <> OLD.owner DO INSTEAD NOTHING"));
            }
            var ledger = new Client.Ledger();
            var clients = cluster.clients(CLIENTS, ledger);
            Await.until("every client has heard something", Duration.ofSeconds(60), () -> clients.stream().allMatch(client -> client.last() > 0));
            long from = System.currentTimeMillis();
            var kills = new ArrayList<Long>();
            for (int i = 0; i < KILLS; i++) {
                Cluster.pause(10_000 + random.nextInt(5_000));
                int victim = random.nextInt(cluster.size());
                kills.add(System.currentTimeMillis());
                cluster.kill(victim);
                Cluster.pause(5_000);
                cluster.restart(victim);
                cluster.node(victim).awaitReady();
            }
            Cluster.pause(15_000);
            long to = System.currentTimeMillis() - 15_000;
            long head = cluster.head();
            Await.until("every client has everything", Duration.ofSeconds(30), () -> Client.allAt(clients, head));
            var witness = cluster.witness();
            long slowest = witness.retaken().stream().mapToLong(line -> line.at() - kills.stream().filter(kill -> kill < line.at()).mapToLong(kill -> kill).max().orElse(0))
                    .max().orElse(0);
            new Verdict("2 kill -9", SEED).figure("nodes", cluster.size()).figure("kills", KILLS).figure("fires", witness.fires().size())
                    .must("doubled first attempts", 0, witness.doubles())
                    .must("holes", 0, witness.holes(PERIOD, from, to, cluster.accounted(PERIOD)).size())
                    .figure("skipped", cluster.skipped()).figure("taken over", witness.retaken().size())
                    .atMost("slowest taking over (ms)", 12_000, slowest)
                    .must("runs lost for ever", 0, cluster.count("SELECT COUNT(*) FROM run WHERE state IN ('CLAIMED', 'RUNNING') AND claimed_at < clock_timestamp() - INTERVAL '13' SECOND"))
                    .must("told twice", 0, cluster.toldTwice()).must("told amiss", 0, cluster.toldAmiss())
                    .must("clients' complaints", 0, cluster.complaints(ledger)).figure("clients' returns", ledger.returns)
                    .figure("start lag", Witness.percentiles(witness.lateness(from, to))).pronounce();
            clients.forEach(Client::close);
        }
    }
}
