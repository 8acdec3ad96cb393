package org.carillon.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is to be measured.
 *
 * @param peers   in this order in each round
 * @param clients connections
 * @param rate    publications a second
 * @param size    characters of a publication's data
 * @param rounds  turns of each peer
 * @param warmup  seconds of publishing before the window
 * @param seconds of the window
 * @param fires   that are due in a second, where they are measured
 * @param stalled of the clients, those that read nothing more once they are connected
 * @param journal whether Carillon records each publication, as it does for users
 * @param shared  whether the nodes share a PostgreSQL, or the only one has its embedded database
 * @param nodes   of the cluster, where one is measured
 * @param writers threads that append at once, where that is measured
 * @param batch   publications that are appended in one transaction
 */
record Options(List<Peer> peers, int clients, int rate, int size, int rounds, int warmup, int seconds, int fires, int stalled, boolean journal, boolean shared,
        int nodes, int writers, int batch) {

    private static final Set<String> KEYS = Set.of("peers", "clients", "rate", "size", "rounds", "warmup", "seconds", "fires", "stalled", "journal", "database",
            "nodes", "writers", "batch");

    /** Of a cluster on one machine. */
    private static final int MAX_NODES = 9;

    /** Publications that a peer may make if nobody stops it: twice what is planned. */
    long limit() {
        return 2L * rate * (warmup + seconds);
    }

    /** @throws IllegalArgumentException with what is allowed, if a word is none of ours */
    static Options parse(List<String> words) {
        Map<String, String> given = new HashMap<>();
        for (String word : words) {
            var parts = word.split("=", 2);
            if (parts.length < 2 || !KEYS.contains(parts[0])) {
                throw new IllegalArgumentException(word + " is not understood; allowed are " + KEYS + ", each as key=value");
            }
            given.put(parts[0], parts[1]);
        }
        var peers = given.containsKey("peers") ? Stream.of(given.get("peers").split(",")).map(Peer::of).toList() : List.of(Peer.values());
        int clients = number(given, "clients", 1_000, 1, 20_000);
        boolean shared = isShared(given.getOrDefault("database", "h2"));
        return new Options(peers, clients, number(given, "rate", 50, 1, 1_000),
                number(given, "size", 90, Payload.MIN_SIZE, 4_096), number(given, "rounds", 3, 1, 50),
                number(given, "warmup", 5, 0, 60), number(given, "seconds", 10, 1, 120), number(given, "fires", 100, 1, 10_000), number(given, "stalled", 0, 0, clients - 1),
                isOn(given.getOrDefault("journal", "false")), shared, number(given, "nodes", 1, 1, shared ? MAX_NODES : 1),
                number(given, "writers", 8, 1, 64), number(given, "batch", 100, 1, 1_000));
    }

    private static boolean isShared(String database) {
        if (!database.equals("h2") && !database.equals("postgresql")) {
            throw new IllegalArgumentException("database=" + database + ": allowed is h2 or postgresql");
        }
        return database.equals("postgresql");
    }

    private static boolean isOn(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("journal=" + text + ": allowed is true or false");
        }
        return text.equals("true");
    }

    private static int number(Map<String, String> given, String key, int otherwise, int least, int most) {
        var text = given.getOrDefault(key, String.valueOf(otherwise));
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(key + "=" + text + ": allowed is a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }
}
