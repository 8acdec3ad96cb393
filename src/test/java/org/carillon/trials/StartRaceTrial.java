package org.carillon.trials;

import jakarta.json.Json;
import java.io.StringReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.carillon.server.Await;
import org.carillon.server.Http;
import org.junit.jupiter.api.Test;

/** Trial 9: nodes that start at once on an empty database. Its protection is that there is one database. */
class StartRaceTrial {

    @Test
    void nodesThatStartAtOnceAreOneCluster() throws Exception {
        run(Cluster.NODES);
    }

    static void run(int nodes) throws Exception {
        try (var cluster = Cluster.of(nodes, "start-race", Map.of(), Cluster.UNPROTECTED).launch()) {
            Await.until("runs are told", Duration.ofSeconds(20), () -> cluster.count("SELECT COUNT(*) FROM publication WHERE event = '" + WitnessTask.EVENT + "'") > 100);
            Set<String> epochs = new HashSet<>();
            long alive = Long.MAX_VALUE;
            for (int n = 0; n < cluster.size(); n++) {
                var known = Json.createReader(new StringReader(Http.get(cluster.uri(n).resolve("/api/nodes")).body())).readObject().getJsonArray("nodes");
                alive = Math.min(alive, known.stream().filter(node -> node.asJsonObject().getString("state").equals("ALIVE")).count());
                epochs.add(Http.get(cluster.uri(n).resolve("/health")).body().replaceAll("(?s).*\"position\":\"([^:]*):.*", "$1"));
            }
            new Verdict("9 start race").figure("nodes", cluster.size())
                    .must("failed or doubled migrations", 0, cluster.count("SELECT COUNT(*) - COUNT(DISTINCT version) FROM flyway_schema_history WHERE success OR NOT success"))
                    .must("journals", 1, epochs.size())
                    .must("nodes that each node sees alive", cluster.size(), alive)
                    .must("doubled first attempts", 0, cluster.witness().doubles())
                    .pronounce();
        }
    }
}
