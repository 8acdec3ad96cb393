package org.carillon.trials;

import static org.carillon.trials.WitnessTasks.COUNT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.server.Await;
import org.carillon.server.Http;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node on the embedded database that ends in the middle of a thousand runs: every one of them takes place, once. Its protection is that the data stay. */
class RestartTrial {

    private static final int FIRES = 50;
    private static final int PERIOD = 100;
    private static final int ALL = COUNT * FIRES;
    private static final Duration SOON = Duration.ofSeconds(120);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyFireOfAThousandTakesPlaceThoughTheNodeEndsAmidThem(boolean killed) throws Exception {
        var witness = Path.of(System.getProperty("work.directory"), "restart-witness-" + killed).toAbsolutePath();
        Files.deleteIfExists(witness);
        var settings = new HashMap<>(Map.of("trial.witness", witness.toString(), "carillon.tasks.workers", "16"));
        IntStream.rangeClosed(1, COUNT).forEach(n -> settings.put("carillon.task.w%02d.every".formatted(n), "P365D"));
        var plan = Plan.of("restart", settings).withWar(Cluster.war("restart"));
        long begin = System.currentTimeMillis() / PERIOD * PERIOD + 30_000;
        settings.put("carillon.tasks.file", tasks(plan.directory(), begin).toString());
        long ended;
        try (var server = plan.start()) {
            Await.until("a third has run", SOON, () -> read(witness).fires().size() >= ALL / 3);
            ended = System.currentTimeMillis();
            if (killed) {
                server.kill();
            } else {
                server.terminate();
            }
        }
        if (Cluster.UNPROTECTED) {
            settings.put("carillon.database.directory", "elsewhere");
        }
        try (var server = plan.launch()) {
            server.awaitReady();
            long ready = System.currentTimeMillis();
            Await.until("all are recorded", SOON, () -> succeeded(server) >= ALL);
            var told = read(witness);
            long lastPlanned = begin + FIRES * PERIOD;
            new Verdict(killed ? "kill -9 amid 1,000 runs" : "SIGTERM amid 1,000 runs").figure("on", RunningServer.isPayara() ? "Payara" : "WildFly")
                    .figure("had begun", told.lines().stream().filter(line -> line.begin() && line.at() <= ended).count())
                    .must("lost", 0, ALL - told.fires().size()).must("doubled first attempts", 0, told.doubles())
                    .figure("run again after the end", told.retaken().size())
                    .must("recorded as succeeded", ALL, succeeded(server))
                    .figure("lag before", Witness.percentiles(told.until(ended).lateness(begin, ended)))
                    .figure("due while nobody was there", told.lines().stream().filter(line -> line.begin() && line.fire() > ended && line.fire() <= ready).count())
                    .figure("lag of those after the end", Witness.percentiles(told.lateness(ended, Math.max(ended, lastPlanned))))
                    .figure("caught up with, after ready (ms)", told.lines().stream().mapToLong(Witness.Line::at).max().orElse(0) - ready).pronounce();
        }
    }

    private static Path tasks(Path directory, long begin) throws IOException {
        var tasks = IntStream.rangeClosed(1, COUNT).mapToObj(n -> """
                {"id": "r%02d", "handler": "w%02d", "coalesce": "ALL", "maxCatchUp": 1000, "overlap": {"policy": "QUEUE"},
                 "trigger": {"type": "interval", "every": "PT0.1S", "startAt": "%s", "anchor": "%s", "maxFires": %d}}
                """.formatted(n, n, Instant.ofEpochMilli(begin), Instant.ofEpochMilli(begin), FIRES)).collect(Collectors.joining(",", "[", "]"));
        return Files.writeString(directory.resolve("tasks.json"), tasks).toAbsolutePath();
    }

    private static Witness read(Path file) {
        try {
            return Witness.read(List.of(file));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static long succeeded(RunningServer server) {
        return IntStream.rangeClosed(1, COUNT).mapToLong(n -> answer(server, n).split("\"SUCCEEDED\"", -1).length - 1).sum();
    }

    private static String answer(RunningServer server, int n) {
        return Http.get(server.uri("/api/runs?state=SUCCEEDED&limit=100&task=r%02d".formatted(n))).body();
    }
}
