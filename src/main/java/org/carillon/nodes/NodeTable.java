package org.carillon.nodes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** All SQL of the nodes, on the database's clock; each statement is a transaction of its own, or part of its caller's. Has no state. */
final class NodeTable {

    private NodeTable() {
    }

    /** What a node says of itself besides being alive. */
    record Report(String version, long clockOffsetMillis, long sessions, long runs, long workers) {
    }

    /** How many nodes live, and their sessions as each said them last. */
    record Cluster(long nodes, long sessions) {
    }

    static int renew(Connection connection, UUID node, OffsetDateTime until, Report report) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE node SET lease_until = ?, version = ?, clock_offset_millis = ?, sessions = ?, runs = ?, workers = ? WHERE id = ?")) {
            update.setObject(1, until);
            fill(update, 2, report);
            update.setObject(7, node);
            return update.executeUpdate();
        }
    }

    static void insert(Connection connection, UUID node, String name, OffsetDateTime now, OffsetDateTime until, boolean draining, Report report) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO node (version, clock_offset_millis, sessions, runs, workers, id, name, started_at, lease_until, draining)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            fill(insert, 1, report);
            insert.setObject(6, node);
            insert.setString(7, name);
            insert.setObject(8, now);
            insert.setObject(9, until);
            insert.setBoolean(10, draining);
            insert.executeUpdate();
        }
    }

    private static void fill(PreparedStatement statement, int first, Report report) throws SQLException {
        statement.setString(first, report.version());
        statement.setLong(first + 1, report.clockOffsetMillis());
        statement.setLong(first + 2, report.sessions());
        statement.setLong(first + 3, report.runs());
        statement.setLong(first + 4, report.workers());
    }

    static void delete(Connection connection, UUID node) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM node WHERE id = ?")) {
            delete.setObject(1, node);
            delete.executeUpdate();
        }
    }

    /** Forgets nodes that died: their rows are kept for people alone. */
    static void forget(Connection connection, OffsetDateTime before) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM node WHERE lease_until < ?")) {
            delete.setObject(1, before);
            delete.executeUpdate();
        }
    }

    static Cluster living(Connection connection, OffsetDateTime now) throws SQLException {
        try (var select = connection.prepareStatement("SELECT COUNT(*), COALESCE(SUM(sessions), 0) FROM node WHERE lease_until > ?")) {
            select.setObject(1, now);
            try (var rows = select.executeQuery()) {
                rows.next();
                return new Cluster(rows.getLong(1), rows.getLong(2));
            }
        }
    }

    static OffsetDateTime now(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT CURRENT_TIMESTAMP"); var rows = select.executeQuery()) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class);
        }
    }

    static List<Node> all(Handle handle) {
        return handle.createQuery("SELECT id, name, version, started_at, lease_until, lease_until > <now> AS alive,"
                + " clock_offset_millis, sessions, runs, workers, draining FROM node ORDER BY started_at, id").map((row, context) -> node(row)).list();
    }

    static void drain(Handle handle, UUID node) {
        handle.createUpdate("UPDATE node SET draining = TRUE WHERE id = :id").bind("id", node).execute();
    }

    /** False also for a node whose row is gone. */
    static boolean isDraining(Handle handle, UUID node) {
        return handle.createQuery("SELECT draining FROM node WHERE id = :id").bind("id", node).mapTo(Boolean.class).findOne().orElse(false);
    }

    private static Node node(ResultSet row) throws SQLException {
        return new Node(row.getObject("id", UUID.class), row.getString("name"), row.getString("version"), instant(row, "started_at"), instant(row, "lease_until"),
                row.getBoolean("alive"), row.getLong("clock_offset_millis"), row.getLong("sessions"), row.getLong("runs"), row.getLong("workers"), row.getBoolean("draining"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
