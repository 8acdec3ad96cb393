package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many fires of an empty task a node runs, and how late. They are due one by one, not all at once. */
final class Fires {

    private static final Instant ANCHOR = Instant.parse("2026-01-01T00:00:00Z");

    /** What a file of tasks may define. */
    private static final int MAX_TASKS = 1_000;

    private Fires() {
    }

    static void print(Options options) throws IOException, InterruptedException {
        System.out.println("| | fires due/s | runs/s | start lag p50 ms | p99 ms | runs/CPU-s |\n|---|---|---|---|---|---|");
        for (Peer peer : options.peers()) {
            if (peer.isCarillon() && !peer.isStandard()) {
                print(peer, options);
            }
        }
    }

    private static void print(Peer peer, Options options) throws IOException, InterruptedException {
        // Its tasks would stay for whatever is measured with the same database later.
        var data = Processes.folder(peer.key()).resolve("fires-" + options.fires());
        try (var server = CarillonServer.start(peer, List.of("-Dcarillon.tasks.file=" + file(peer, options.fires()), "-Dcarillon.database.directory=" + data))) {
            TimeUnit.SECONDS.sleep(options.warmup());
            for (int round = 0; round < options.rounds(); round++) {
                server.fires();
                var before = ProcessorTime.of(server.pid());
                long begin = System.nanoTime();
                TimeUnit.SECONDS.sleep(options.seconds());
                var report = server.fires().split(" ");
                double seconds = (System.nanoTime() - begin) / 1e9;
                double runs = Double.parseDouble(report[0]);
                System.out.printf(Locale.ROOT, "| %s | %d | %.0f | %.1f | %.1f | %.0f |%n", peer.title(), options.fires(), runs / seconds,
                        Double.parseDouble(report[1]) / 1e3, Double.parseDouble(report[2]) / 1e3, runs / ProcessorTime.of(server.pid()).since(before).total());
            }
        }
    }

    private static Path file(Peer peer, int fires) throws IOException {
        int tasks = Math.min(fires, MAX_TASKS);
        var every = Duration.ofMillis(1_000L * tasks / fires);
        var definitions = IntStream.range(0, tasks).mapToObj(n -> "{\"id\":\"fire-" + n + "\",\"handler\":\"" + FireTask.ID
                + "\",\"trigger\":{\"type\":\"interval\",\"every\":\"" + every + "\",\"anchor\":\"" + ANCHOR.plusNanos(every.toNanos() * n / tasks / 1_000_000 * 1_000_000) + "\"}}");
        return Files.writeString(Processes.folder(peer.key()).resolve("tasks.json"), definitions.collect(Collectors.joining(",\n", "[", "]")));
    }
}
