package org.carillon.bench;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Live heap of sessions that only wait. The container's share is measured, not guessed: by as many clients of a
 * {@link BareEndpoint} on the same server. What Carillon's sessions take beyond it is ours, whatever class it is of.
 */
final class IdleHeap {

    /** For a server to forget clients that have gone. */
    private static final long FORGET_SECONDS = 5;

    private static final int CLASSES = 15;

    private IdleHeap() {
    }

    static void print(Peer peer, Server server, int clients) throws IOException, InterruptedException {
        // Pools and caches grow once, with the first clients.
        with(server, "/socket.io/", clients);
        var before = Histogram.of(server.pid());
        var after = with(server, "/socket.io/", clients);
        System.out.printf(Locale.ROOT, "%n%s: %d idle sessions, live heap %.1f MB before and %.1f MB with them.%n%n| | bytes/session |%n|---|---|%n",
                peer.title(), clients, before.total() / 1e6, after.total() / 1e6);
        row("all", perSession(before, after, clients));
        if (peer.isCarillon()) {
            long bare = perSession(Histogram.of(server.pid()), with(server, BareEndpoint.PATH, clients), clients);
            row("the container's share: a session of an empty endpoint", bare);
            row("ours: the rest", perSession(before, after, clients) - bare);
        }
        classes(before, after, clients);
    }

    private static Histogram with(Server server, String path, int clients) throws IOException, InterruptedException {
        var load = Measurement.connect(server, path, clients, 0, 1);
        try {
            return Histogram.of(server.pid());
        } finally {
            load.close();
            TimeUnit.SECONDS.sleep(FORGET_SECONDS);
        }
    }

    private static long perSession(Histogram before, Histogram after, int clients) {
        return (after.total() - before.total()) / clients;
    }

    private static void row(String name, long bytes) {
        System.out.println("| " + name + " | " + bytes + " |");
    }

    private static void classes(Histogram before, Histogram after, int clients) {
        Set<String> names = new LinkedHashSet<>(after.bytes().keySet());
        Comparator<String> growth = Comparator.comparingLong(name -> after.of(name) - before.of(name));
        var largest = names.stream().sorted(growth.reversed()).toList();
        System.out.println("\n| class | bytes/session |\n|---|---|");
        for (var name : largest) {
            long bytes = (after.of(name) - before.of(name)) / clients;
            if (bytes > 0 && (name.startsWith("org.carillon.") || largest.indexOf(name) < CLASSES)) {
                row("`" + name + "`", bytes);
            }
        }
    }
}
