package org.carillon.nodes;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.carillon.configuration.Database;

/** The cluster's nodes, as the database knows them. Safe for use by several threads; calls throw {@link org.jdbi.v3.core.JdbiException} when the database is away. */
@Singleton
public class Nodes {

    private final Database database;
    private final Lease lease;

    @Inject
    Nodes(Database database, Lease lease) {
        this.database = database;
        this.lease = lease;
    }

    /** Those that live, and those that died lately. */
    public List<Node> all() {
        return database.jdbi().withHandle(NodeTable::all);
    }

    public Optional<Node> find(UUID id) {
        return all().stream().filter(node -> node.id().equals(id)).findFirst();
    }

    /** Asks a node to go; it knows within {@link Drain#LOOK}. Has no effect on one that is gone. */
    public void drain(UUID id) {
        database.jdbi().useHandle(handle -> NodeTable.drain(handle, id));
    }

    /** Whether it is this one. */
    public boolean isSelf(Node node) {
        return node.id().equals(lease.node());
    }
}
