package org.carillon.socketio;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carillon.configuration.Database;
import org.jdbi.v3.core.Handle;

/** All SQL of recovery. Has no state. */
final class RecoveryTable {

    /**
     * What a client had in one namespace. Immutable.
     *
     * @param pid   the secret by which it comes back
     * @param begun the position from which it was told
     */
    record Row(String pid, String sid, String namespace, Set<String> rooms, String begun) {
    }

    private RecoveryTable() {
    }

    static Optional<Row> find(Handle handle, String pid) {
        return handle.createQuery("SELECT pid, sid, namespace, rooms, begun FROM recovery WHERE pid = :pid").bind("pid", pid)
                .map((row, context) -> new Row(row.getString("pid"), row.getString("sid"), row.getString("namespace"),
                        rooms(row.getString("rooms")), row.getString("begun"))).findOne();
    }

    static void put(Handle handle, Row row) {
        if (write(handle, "UPDATE recovery SET sid = :sid, namespace = :namespace, rooms = :rooms, begun = :begun, seen_at = <now> WHERE pid = :pid", row) == 0) {
            write(handle, "INSERT INTO recovery (pid, sid, namespace, rooms, begun, seen_at) VALUES (:pid, :sid, :namespace, :rooms, :begun, <now>)", row);
        }
    }

    static void delete(Handle handle, String pid) {
        handle.createUpdate("DELETE FROM recovery WHERE pid = :pid").bind("pid", pid).execute();
    }

    /** These clients are connected still. */
    static void renew(Handle handle, Collection<String> pids) {
        handle.createUpdate("UPDATE recovery SET seen_at = <now> WHERE pid IN (<pids>)").bindList("pids", List.copyOf(pids)).execute();
    }

    static int prune(Handle handle, Duration age) {
        var oldest = Database.now(handle).minus(age);
        return handle.createUpdate("DELETE FROM recovery WHERE seen_at < :oldest").bind("oldest", oldest).execute();
    }

    private static int write(Handle handle, String sql, Row row) {
        return handle.createUpdate(sql).bind("pid", row.pid()).bind("sid", row.sid()).bind("namespace", row.namespace())
                .bind("rooms", text(row.rooms())).bind("begun", row.begun()).execute();
    }

    private static String text(Set<String> rooms) {
        return rooms.isEmpty() ? "" : String.join("\n", rooms) + "\n";
    }

    private static Set<String> rooms(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split("\n"));
    }
}
