package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How many fires of an empty task the nodes run, and how late. They are due one by one, not all at once. */
final class Fires {

    private static final Instant ANCHOR = Instant.parse("2026-01-01T00:00:00Z");

    /** What a file of tasks may define. */
    private static final int MAX_TASKS = 1_000;

    private Fires() {
    }

    static void print(Options options) throws IOException, InterruptedException {
        for (Peer peer : options.peers()) {
            if (peer.isCarillon() && !peer.isStandard()) {
                print(peer, options);
            }
        }
    }

    private static void print(Peer peer, Options options) throws IOException, InterruptedException {
        // Its tasks would stay for whatever is measured with the same database later.
        var data = Processes.folder(peer.key()).resolve("fires-" + options.fires());
        try (var cluster = Cluster.start(peer, options, List.of("-Dcarillon.tasks.file=" + file(peer, options.fires()), "-Dcarillon.database.directory=" + data))) {
            TimeUnit.SECONDS.sleep(options.warmup());
            System.out.println("| | nodes | fires due/s | runs/s | of each node | start lag p50 ms | p99 ms | runs/CPU-s | nodes' CPUs | database's CPUs |\n|---|---|---|---|---|---|---|---|---|---|");
            for (int round = 0; round < options.rounds(); round++) {
                measure(peer, options, cluster);
            }
        }
    }

    private static void measure(Peer peer, Options options, Cluster cluster) throws IOException, InterruptedException {
        for (var node : cluster.nodes()) {
            node.fires();
        }
        double before = cluster.used();
        double beforeOfDatabase = cluster.usedByDatabase();
        long begin = System.nanoTime();
        TimeUnit.SECONDS.sleep(options.seconds());
        double seconds = (System.nanoTime() - begin) / 1e9;
        double used = cluster.used() - before;
        double usedByDatabase = cluster.usedByDatabase() - beforeOfDatabase;
        List<double[]> reports = new ArrayList<>();
        for (var node : cluster.nodes()) {
            reports.add(Stream.of(node.fires().split(" ")).mapToDouble(Double::parseDouble).toArray());
        }
        double runs = reports.stream().mapToDouble(report -> report[0]).sum();
        System.out.printf(Locale.ROOT, "| %s | %d | %d | %.0f | %s | %.1f | %.1f | %.0f | %.2f | %.2f |%n", peer.title(), reports.size(), options.fires(), runs / seconds,
                reports.stream().map(report -> String.format(Locale.ROOT, "%.0f", report[0] / seconds)).collect(Collectors.joining(" + ")),
                latest(reports, 1), latest(reports, 2), runs / (used + usedByDatabase), used / seconds, usedByDatabase / seconds);
    }

    /** Of the node that is latest, in milliseconds. */
    private static double latest(List<double[]> reports, int figure) {
        return reports.stream().mapToDouble(report -> report[figure] / 1e3).max().orElse(0);
    }

    private static Path file(Peer peer, int fires) throws IOException {
        int tasks = Math.min(fires, MAX_TASKS);
        var every = Duration.ofMillis(1_000L * tasks / fires);
        var definitions = IntStream.range(0, tasks).mapToObj(n -> "{\"id\":\"fire-" + n + "\",\"handler\":\"" + FireTask.ID
                + "\",\"trigger\":{\"type\":\"interval\",\"every\":\"" + every + "\",\"anchor\":\"" + ANCHOR.plusNanos(every.toNanos() * n / tasks / 1_000_000 * 1_000_000) + "\"}}");
        return Files.writeString(Processes.folder(peer.key()).resolve("tasks.json"), definitions.collect(Collectors.joining(",\n", "[", "]")));
    }
}
