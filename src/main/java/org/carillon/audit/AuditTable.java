package org.carillon.audit;

import jakarta.json.JsonObject;
import java.io.StringReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.carillon.json.Json;
import org.carillon.runs.RunTable;
import org.jdbi.v3.core.Handle;

/** All SQL of the record of changes. Has no state. */
final class AuditTable {

    private AuditTable() {
    }

    static void insert(Handle handle, Actor actor, String action, String object, String from, String to) {
        handle.createUpdate("INSERT INTO audit (changed_at, who, address, action, object, was, became) VALUES (:now, :who, :address, :action, :object, :was, :became)")
                .bind("now", timestamp(RunTable.now(handle))).bind("who", actor.name()).bind("address", actor.address()).bind("action", action).bind("object", object)
                .bind("was", from).bind("became", to).execute();
    }

    /** The newest first, behind one; an object of null is every object. */
    static List<Recorded> page(Handle handle, String object, long before, int limit) {
        var query = handle.createQuery("SELECT * FROM audit WHERE id < :before" + (object == null ? "" : " AND object = :object") + " ORDER BY id DESC FETCH FIRST :limit ROWS ONLY")
                .bind("before", before).bind("limit", limit);
        if (object != null) {
            query.bind("object", object);
        }
        return query.map((row, context) -> row(row)).list();
    }

    /** Forgets some of what is older; returns how many. */
    static int prune(Handle handle, Duration age, int limit) {
        return handle.createUpdate("DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE changed_at < :oldest ORDER BY changed_at FETCH FIRST :limit ROWS ONLY)")
                .bind("oldest", timestamp(RunTable.now(handle).minus(age))).bind("limit", limit).execute();
    }

    private static Recorded row(ResultSet row) throws SQLException {
        return new Recorded(row.getLong("id"), row.getObject("changed_at", OffsetDateTime.class).toInstant(), new Actor(row.getString("who"), row.getString("address")),
                row.getString("action"), row.getString("object"), json(row.getString("was")), json(row.getString("became")));
    }

    private static JsonObject json(String text) {
        if (text == null) {
            return null;
        }
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static OffsetDateTime timestamp(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
