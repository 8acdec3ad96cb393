package org.carillon.tasks;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.runs.RunTable;
import org.carillon.tasks.TaskDefinition.Source;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;

/** All SQL of definitions. Has no state. */
final class TaskTable {

    private static final String SELECT = "SELECT id, version, source, definition, handler FROM task";
    private static final RowMapper<Row> ROW = (row, context) ->
            new Row(row.getString("id"), row.getLong("version"), Source.valueOf(row.getString("source")), row.getString("definition"), row.getString("handler"));

    private TaskTable() {
    }

    /** @param definition JSON */
    record Row(String id, long version, Source source, String definition, String handler) {
    }

    static Optional<Row> find(Handle handle, String id) {
        return handle.createQuery(SELECT + " WHERE id = :id").bind("id", id).map(ROW).findOne();
    }

    /** Locks the definition until the transaction ends. */
    static Optional<Row> lock(Handle handle, String id) {
        return handle.createQuery(SELECT + " WHERE id = :id FOR UPDATE").bind("id", id).map(ROW).findOne();
    }

    /** Definitions in the order of their ids, behind one. */
    static List<Row> page(Handle handle, String after, int limit) {
        return handle.createQuery(SELECT + " WHERE id > :after ORDER BY id FETCH FIRST :limit ROWS ONLY").bind("after", after).bind("limit", limit).map(ROW).list();
    }

    static List<Row> ofSource(Handle handle, Source source) {
        return handle.createQuery(SELECT + " WHERE source = :source ORDER BY id").bind("source", source.name()).map(ROW).list();
    }

    /** How many tasks each handler has. */
    static Map<String, Long> handlers(Handle handle) {
        return handle.createQuery("SELECT handler, COUNT(*) AS tasks FROM task GROUP BY handler")
                .reduceRows(new HashMap<String, Long>(), (counts, row) -> {
                    counts.put(row.getColumn("handler", String.class), row.getColumn("tasks", Long.class));
                    return counts;
                });
    }

    static void insert(Handle handle, Row row) {
        change(handle, "INSERT INTO task (id, handler, source, definition, version, changed_at) VALUES (:id, :handler, :source, :definition, :version, :now)", row);
    }

    static void update(Handle handle, Row row) {
        change(handle, "UPDATE task SET handler = :handler, source = :source, definition = :definition, version = :version, changed_at = :now WHERE id = :id", row);
    }

    private static void change(Handle handle, String sql, Row row) {
        handle.createUpdate(sql).bind("id", row.id()).bind("handler", row.handler()).bind("source", row.source().name()).bind("definition", row.definition())
                .bind("version", row.version()).bind("now", ScheduleTable.timestamp(RunTable.now(handle))).execute();
    }

    /** Takes the next version; others wait for this transaction's end to take theirs. */
    static long nextVersion(Handle handle) {
        handle.createUpdate("UPDATE scheduler SET changes = changes + 1").execute();
        return handle.createQuery("SELECT changes FROM scheduler").mapTo(Long.class).one();
    }

    /** Whether a statement was refused because a key is taken. */
    static boolean isTaken(JdbiException refused) {
        return refused.getCause() instanceof SQLException cause && "23505".equals(cause.getSQLState());
    }

    static void delete(Handle handle, String id) {
        handle.createUpdate("DELETE FROM task WHERE id = :id").bind("id", id).execute();
    }
}
