package org.carillon.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nodes of one peer, each a server process: on one PostgreSQL, or a single one on its embedded database. */
final class Cluster implements AutoCloseable {

    private final List<CarillonServer> nodes = new ArrayList<>();
    private final Optional<Postgresql> database;

    private Cluster(Optional<Postgresql> database) {
        this.database = database;
    }

    /**
     * Starts all nodes at once and waits until each is ready.
     *
     * @param more options of each node
     */
    static Cluster start(Peer peer, Options options, List<String> more) throws IOException, InterruptedException {
        var cluster = new Cluster(options.shared() ? Optional.of(Postgresql.start()) : Optional.empty());
        try {
            var all = new ArrayList<>(more);
            if (cluster.database.isPresent()) {
                all.addAll(cluster.database.get().newDatabase());
                System.out.println("\n" + cluster.database.get().describe() + "\n");
            }
            for (int n = 1; n <= options.nodes(); n++) {
                cluster.nodes.add(CarillonServer.launch(peer, options.nodes() == 1 ? peer.key() : peer.key() + "-" + n, all));
            }
            for (var node : cluster.nodes) {
                node.awaitReady();
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    List<CarillonServer> nodes() {
        return nodes;
    }

    /** What all nodes have used of the processors, in seconds. */
    double used() throws IOException {
        double used = 0;
        for (var node : nodes) {
            used += ProcessorTime.of(node.pid()).total();
        }
        return used;
    }

    /** What the database has used, in seconds; 0 if it is in the node. */
    double usedByDatabase() throws IOException {
        return database.isPresent() ? database.get().used() : 0;
    }

    @Override
    public void close() throws IOException {
        nodes.parallelStream().forEach(CarillonServer::close);
        if (database.isPresent()) {
            database.get().close();
        }
    }
}
