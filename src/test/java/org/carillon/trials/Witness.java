package org.carillon.trials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the nodes' files say: an account of the runs that no table under trial had a part in. Immutable. */
record Witness(List<Line> lines) {

    /** Begin or end of an attempt; {@code at} is the machine's clock, which all processes of a trial share. */
    record Line(int node, boolean begin, String task, long fire, int attempt, long at) {

        String key() {
            return task + '@' + fire;
        }
    }

    static Witness read(List<Path> files) throws IOException {
        var lines = new ArrayList<Line>();
        for (int node = 0; node < files.size(); node++) {
            for (String text : Files.exists(files.get(node)) ? Files.readAllLines(files.get(node)) : List.<String>of()) {
                var part = text.split(" ");
                lines.add(new Line(node, part[0].equals("begin"), part[1], Long.parseLong(part[2]), Integer.parseInt(part[3]), Long.parseLong(part[4])));
            }
        }
        return new Witness(lines);
    }

    /** What it said up to a moment. */
    Witness until(long at) {
        return new Witness(lines.stream().filter(line -> line.at() <= at).toList());
    }

    /** Fires whose first attempt began. */
    Set<String> fires() {
        var fires = new HashSet<String>();
        lines.stream().filter(line -> line.begin() && line.attempt() == 1).forEach(line -> fires.add(line.key()));
        return fires;
    }

    /** First attempts that began although the fire's first attempt had begun before. */
    long doubles() {
        return lines.stream().filter(line -> line.begin() && line.attempt() == 1).count() - fires().size();
    }

    /** Runs of one task that began while another one of it had begun and not ended, each on a node that was not killed in between. */
    long overlaps() {
        var ends = new HashMap<String, Long>();
        lines.stream().filter(line -> !line.begin()).forEach(line -> ends.put(line.key() + line.attempt() + line.node(), line.at()));
        Map<String, TreeMap<Long, Long>> spans = new HashMap<>();
        lines.stream().filter(Line::begin).filter(line -> ends.containsKey(line.key() + line.attempt() + line.node()))
                .forEach(line -> spans.computeIfAbsent(line.task(), task -> new TreeMap<>()).put(line.at(), ends.get(line.key() + line.attempt() + line.node())));
        long overlaps = 0;
        for (var task : spans.values()) {
            long until = Long.MIN_VALUE;
            for (var span : task.entrySet()) {
                overlaps += span.getKey() < until ? 1 : 0;
                until = Math.max(until, span.getValue());
            }
        }
        return overlaps;
    }

    /** Nominal times between two moments at which a task should have run and neither did, in whichever attempt, nor is accounted for. */
    List<String> holes(long periodMillis, long from, long to, Set<String> accounted) {
        var fires = lines.stream().filter(Line::begin).map(Line::key).collect(Collectors.toSet());
        var holes = new ArrayList<String>();
        for (int n = 1; n <= WitnessTasks.COUNT; n++) {
            for (long fire = from - from % periodMillis + periodMillis; fire < to; fire += periodMillis) {
                var key = "w%02d@%d".formatted(n, fire);
                if (!fires.contains(key) && !accounted.contains(key)) {
                    holes.add(key);
                }
            }
        }
        return holes;
    }

    /** Milliseconds from the nominal time to the begin of first attempts, in ascending order. */
    long[] lateness(long from, long to) {
        return lines.stream().filter(line -> line.begin() && line.attempt() == 1 && line.fire() > from && line.fire() < to)
                .mapToLong(line -> line.at() - line.fire()).sorted().toArray();
    }

    /** Begins of later attempts. */
    List<Line> retaken() {
        return lines.stream().filter(line -> line.begin() && line.attempt() > 1).toList();
    }

    static String percentiles(long[] sorted) {
        return sorted.length == 0 ? "none" : "p50 %d, p99 %d, max %d ms".formatted(sorted[sorted.length / 2], sorted[sorted.length * 99 / 100], Arrays.stream(sorted).max().orElseThrow());
    }
}
