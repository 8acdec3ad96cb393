package org.carillon.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.carillon.bench.Appending.Way;

/** How many publications one node appends to the journal while all nodes tail it, and how long after its commit one is read. */
final class Appends {

    /** Room for what a client has not read yet: at full speed it is the tail that is measured, and not who is too slow for a person. */
    private static final List<String> PATIENT = List.of("-Dcarillon.sessions.queue.frames=100000", "-Dcarillon.sessions.queue.bytes=67108864");

    private static final String HEAD = """
            | node | appended/s | delivered/s | call to frame p50 ms | p99 | commit to frame p50 ms | p99 | most | lost | doubled | reordered | other order | closed |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|""";

    private Appends() {
    }

    static void print(Options options) throws IOException, InterruptedException {
        for (Peer peer : options.peers()) {
            if (peer.isCarillon() && !peer.isStandard()) {
                try (var cluster = Cluster.start(peer, options, PATIENT)) {
                    measure(peer.title() + ", each publication its own transaction, " + options.writers() + " writers", cluster, options, new Way(options.writers(), 1, 0));
                    measure(peer.title() + ", each publication its own transaction, 1 writer", cluster, options, new Way(1, 1, 0));
                    measure(peer.title() + ", " + options.batch() + " in a transaction, " + options.writers() + " writers", cluster, options, new Way(options.writers(), options.batch(), 0));
                    measure(peer.title() + ", " + options.batch() + " in a transaction, 1 writer", cluster, options, new Way(1, options.batch(), 0));
                }
            }
        }
    }

    /** At a rate at which nobody waits for anybody: with nudges, and without. */
    static void printNudges(Options options) throws IOException, InterruptedException {
        for (Peer peer : options.peers()) {
            if (peer.isCarillon() && !peer.isStandard()) {
                for (boolean nudged : List.of(true, false)) {
                    try (var cluster = Cluster.start(peer, options, List.of("-Dcarillon.cluster.nudges=" + nudged))) {
                        measure(peer.title() + ", " + options.rate() + " publications a second, " + (nudged ? "nudged" : "by polling alone"), cluster, options, new Way(1, 1, options.rate()));
                    }
                }
            }
        }
    }

    private static void measure(String title, Cluster cluster, Options options, Way way) throws IOException, InterruptedException {
        System.out.println("\n" + title + ":\n\n" + HEAD);
        for (int round = 0; round < options.rounds(); round++) {
            List<Conversation> loads = new ArrayList<>();
            try {
                for (var node : cluster.nodes()) {
                    loads.add(Measurement.connect(node, "/socket.io/", options.clients(), 0, way.writers()));
                }
                measure(cluster, options, way, loads);
            } finally {
                loads.forEach(Conversation::close);
            }
        }
    }

    private static void measure(Cluster cluster, Options options, Way way, List<Conversation> loads) throws IOException, InterruptedException {
        var writer = cluster.nodes().get(0);
        writer.append(way, options.size());
        TimeUnit.SECONDS.sleep(options.warmup());
        long before = writer.appended();
        long begin = System.nanoTime();
        tell(loads, "begin");
        double used = cluster.used();
        double usedByDatabase = cluster.usedByDatabase();
        TimeUnit.SECONDS.sleep(options.seconds());
        tell(loads, "end");
        double seconds = (System.nanoTime() - begin) / 1e9;
        double rate = (writer.appended() - before) / seconds;
        used = cluster.used() - used;
        usedByDatabase = cluster.usedByDatabase() - usedByDatabase;
        tell(loads, "finish " + writer.stopAppending());
        List<Tally> tallies = new ArrayList<>();
        for (var load : loads) {
            tallies.add(Tally.parse(load.answer()));
        }
        for (int n = 0; n < tallies.size(); n++) {
            row(n == 0 ? "1, which appends" : String.valueOf(n + 1), rate, tallies.get(n), tallies.get(0), seconds * options.clients());
        }
        System.out.printf(Locale.ROOT, "| CPUs: nodes %.2f, database %.2f |%n", used / seconds, usedByDatabase / seconds);
    }

    private static void tell(List<Conversation> loads, String command) throws IOException {
        for (var load : loads) {
            load.tell(command);
        }
    }

    private static void row(String node, double rate, Tally tally, Tally first, double clientSeconds) {
        System.out.printf(Locale.ROOT, "| %s | %.0f | %.0f | %.1f | %.1f | %.1f | %.1f | %.1f | %d | %d | %d | %d | %d |%n", node, rate, tally.delivered() / clientSeconds,
                tally.p50() / 1e3, tally.p99() / 1e3, tally.lags().p50() / 1e3, tally.lags().p99() / 1e3, tally.lags().most() / 1e3,
                tally.lost(), tally.doubled(), tally.reordered(), tally.apart() + (tally.order() == first.order() ? 0 : 1), tally.closed());
    }
}
