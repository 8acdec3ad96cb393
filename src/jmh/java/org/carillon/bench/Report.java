package org.carillon.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The tables: medians over the rounds, and ratios of what ran in the same round. */
final class Report {

    private static final String HEAD = """
            | peer | reached/s | k msg/CPU-s | user µs | system µs | p50 ms | p99 ms | lost | doubled | reordered | closed | load CPUs |
            |---|---|---|---|---|---|---|---|---|---|---|---|""";

    private final Map<Peer, List<Measurement>> measured = new EnumMap<>(Peer.class);

    void add(Peer peer, Measurement measurement) {
        measured.computeIfAbsent(peer, first -> new ArrayList<>()).add(measurement);
        System.out.println(row(peer.key(), List.of(measurement)));
    }

    static void printHead() {
        System.out.println(HEAD);
    }

    void print() {
        System.out.println("\nMedians; losses and closed clients are sums.\n");
        printHead();
        measured.forEach((peer, rounds) -> System.out.println(row(peer.title() + " (" + peer.key() + ")", rounds)));
        System.out.println("\nDeliveries per CPU-second, ratio within a round: median (least to most).\n\n| | ratio |\n|---|---|");
        compare(Peer.PAYARA, Peer.PAYARA_STANDARD, Peer.NIO, Peer.NETTY);
        compare(Peer.PAYARA_STANDARD, Peer.NIO, Peer.NETTY);
        compare(Peer.WILDFLY, Peer.WILDFLY_STANDARD, Peer.NIO, Peer.NETTY);
        compare(Peer.WILDFLY_STANDARD, Peer.NIO, Peer.NETTY);
        compare(Peer.NETTY, Peer.NIO);
    }

    private void compare(Peer peer, Peer... others) {
        for (Peer other : others) {
            if (measured.containsKey(peer) && measured.containsKey(other)) {
                System.out.println("| " + peer.key() + " ÷ " + other.key() + " | " + ratio(measured.get(peer), measured.get(other)) + " |");
            }
        }
    }

    private static String ratio(List<Measurement> ours, List<Measurement> theirs) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i).perCpuSecond() / theirs.get(i).perCpuSecond());
        }
        ratios.sort(null);
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median(ratios), ratios.get(0), ratios.get(ratios.size() - 1));
    }

    private static String row(String name, List<Measurement> rounds) {
        return String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %d | %d | %d | %d | %.2f |", name,
                median(rounds, Measurement::reached), median(rounds, Measurement::perCpuSecond),
                median(rounds, Measurement::userMicros), median(rounds, Measurement::systemMicros),
                median(rounds, round -> round.tally().p50() / 1e3), median(rounds, round -> round.tally().p99() / 1e3),
                sum(rounds, round -> round.tally().lost()), sum(rounds, round -> round.tally().doubled()),
                sum(rounds, round -> round.tally().reordered()), sum(rounds, round -> round.tally().closed()),
                median(rounds, Measurement::loadProcessors));
    }

    private static long sum(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        return (long) rounds.stream().mapToDouble(figure).sum();
    }

    private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        return median(rounds.stream().mapToDouble(figure).sorted().boxed().toList());
    }

    private static double median(List<Double> sorted) {
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
