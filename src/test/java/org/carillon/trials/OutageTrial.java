package org.carillon.trials;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.carillon.configuration.TestPostgresql;
import org.carillon.nodes.Lease;
import org.carillon.server.Await;
import org.carillon.server.Http;
import org.carillon.server.Relay.Mode;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trial 4: the database freezes, goes, crashes, has no connection to give, or fails now and then. Its protection is that a result and what it tells are one transaction. */
class OutageTrial {

    /** How the database is away. */
    enum Outage {
        FROZEN_5, FROZEN_30, FROZEN_120, GONE, KILLED, EXHAUSTED, FLAKY
    }

    @ParameterizedTest
    @EnumSource
    void whatTheDatabaseSuffersLosesAndDoublesNothing(Outage outage) throws Exception {
        Assumptions.assumeTrue(outage == Outage.FLAKY || !Cluster.UNPROTECTED, "the others seldom come between a result and what it tells, so they prove nothing");
        var settings = new HashMap<>(WitnessTasks.faster());
        settings.put("trial.unfenced", String.valueOf(Cluster.UNPROTECTED));
        try (var cluster = Cluster.wired("outage", settings).launch(); var audience = new Audience(cluster, 30, WitnessTasks.FAST_MILLIS)) {
            cluster.pauseAbout(4_000);
            suffer(cluster, outage);
            long healed = System.currentTimeMillis();
            Await.until("every node is well", Duration.ofSeconds(40), () -> IntStream.range(0, cluster.size()).allMatch(n -> Http.statusOf(cluster.uri(n).resolve("/health/ready")) == 200));
            long well = System.currentTimeMillis() - healed;
            Cluster.pause(2 * Lease.DURATION.toMillis() + 5_000);
            audience.end(2_000).verdict("4 database " + outage).atMost("normal again after (ms)", 10_000, well)
                    .must("runs lost for ever", 0, cluster.lostForEver(23)).pronounce();
        }
    }

    private static void suffer(Cluster cluster, Outage outage) throws IOException, InterruptedException {
        switch (outage) {
            case FROZEN_5 -> wires(cluster, Mode.HOLD, 5);
            case FROZEN_30 -> wires(cluster, Mode.HOLD, 30);
            case FROZEN_120 -> wires(cluster, Mode.HOLD, 120);
            case GONE -> wires(cluster, Mode.REFUSE, 10);
            case KILLED -> {
                // Its parent takes that for a crash of all: it ends every other backend, too, and recovers from the log.
                cluster.killBackend();
                Cluster.pause(10_000);
            }
            case EXHAUSTED -> {
                wires(cluster, Mode.CUT_ONCE, 0);
                var all = all();
                Cluster.pause(20_000);
                for (Connection connection : all) {
                    try (connection) {
                        all.size();
                    } catch (SQLException gone) {
                        throw new IllegalStateException(gone);
                    }
                }
            }
            case FLAKY -> wires(cluster, Mode.FLAKY, 60);
        }
    }

    private static void wires(Cluster cluster, Mode mode, long seconds) throws InterruptedException {
        IntStream.range(0, cluster.size()).forEach(n -> cluster.wire(n).set(mode));
        Cluster.pause(1_000 * seconds);
        IntStream.range(0, cluster.size()).forEach(n -> cluster.wire(n).set(Mode.OPEN));
    }

    /** Every connection that the database has to give. */
    private static List<Connection> all() {
        var all = new ArrayList<Connection>();
        try {
            while (all.size() < 1_000) {
                all.add(TestPostgresql.server().getPostgresDatabase().getConnection());
            }
        } catch (SQLException none) {
            return all;
        }
        throw new IllegalStateException("The database gives more connections than it may.");
    }
}
