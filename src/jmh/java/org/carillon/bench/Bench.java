package org.carillon.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The command: {@code [key=value …]}, {@code heap [key=value …]}, {@code fires [key=value …]}, {@code appends [key=value …]}, {@code nudge [key=value …]} or {@code micro [option of JMH …]}. */
final class Bench {

    private Bench() {
    }

    public static void main(String[] arguments) throws Exception {
        // A Ctrl-C as well must leave no server behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
        var words = new ArrayList<>(List.of(arguments));
        var what = words.isEmpty() || words.get(0).contains("=") ? "" : words.remove(0);
        try {
            switch (what) {
                case "" -> throughput(Options.parse(words));
                case "heap" -> heap(Options.parse(words));
                case "fires" -> Fires.print(Options.parse(words));
                case "appends" -> Appends.print(Options.parse(words));
                case "nudge" -> Appends.printNudges(Options.parse(words));
                case "micro" -> org.openjdk.jmh.Main.main(words.toArray(String[]::new));
                default -> throw new IllegalArgumentException(what + " is not understood; allowed are heap, fires, appends, nudge, micro, or key=value");
            }
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }

    private static void throughput(Options options) throws Exception {
        Map<Peer, Server> servers = new EnumMap<>(Peer.class);
        try {
            var report = new Report();
            System.out.println(options);
            Report.printHead();
            for (int round = 0; round < options.rounds(); round++) {
                for (Peer peer : options.peers()) {
                    report.add(peer, Measurement.take(running(servers, peer, options), options));
                }
            }
            report.print();
        } finally {
            servers.values().forEach(Server::close);
        }
    }

    /** Started when first measured, after a turn that does not count; idle between its turns, it costs the others next to nothing. */
    private static Server running(Map<Peer, Server> servers, Peer peer, Options options) throws IOException, InterruptedException {
        if (!servers.containsKey(peer)) {
            servers.put(peer, peer.start());
            Measurement.take(servers.get(peer), options);
        }
        return servers.get(peer);
    }

    private static void heap(Options options) throws Exception {
        System.out.println(options);
        for (Peer peer : options.peers()) {
            try (var server = peer.start()) {
                IdleHeap.print(peer, server, options.clients());
            }
        }
    }
}
