package org.carillon.nodes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;

/** All SQL of the nodes, on the database's clock. Has no state. */
final class NodeTable {

    private NodeTable() {
    }

    static int renew(Connection connection, UUID node, Duration lease) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE node SET lease_until = ? WHERE id = ?")) {
            update.setObject(1, now(connection).plus(lease));
            update.setObject(2, node);
            return update.executeUpdate();
        }
    }

    static void insert(Connection connection, UUID node, String name, Duration lease) throws SQLException {
        var now = now(connection);
        try (var insert = connection.prepareStatement("INSERT INTO node (id, name, started_at, lease_until) VALUES (?, ?, ?, ?)")) {
            insert.setObject(1, node);
            insert.setString(2, name);
            insert.setObject(3, now);
            insert.setObject(4, now.plus(lease));
            insert.executeUpdate();
        }
    }

    static void delete(Connection connection, UUID node) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM node WHERE id = ?")) {
            delete.setObject(1, node);
            delete.executeUpdate();
        }
    }

    private static OffsetDateTime now(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT CURRENT_TIMESTAMP"); var rows = select.executeQuery()) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class);
        }
    }
}
