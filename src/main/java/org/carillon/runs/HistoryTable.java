package org.carillon.runs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** All SQL that reads and forgets runs. Has no state. */
final class HistoryTable {

    private HistoryTable() {
    }

    static Optional<Run> find(Handle handle, UUID id) {
        return handle.createQuery("SELECT * FROM run WHERE id = :id").bind("id", id).map((row, context) -> run(row)).findOne();
    }

    static Optional<UUID> byKey(Handle handle, String taskId, String idempotencyKey) {
        return handle.createQuery("SELECT id FROM run WHERE idempotency_key = :key")
                .bind("key", NewRun.Request.onceKey(taskId, idempotencyKey)).mapTo(UUID.class).findOne();
    }

    static List<Run> page(Handle handle, RunFilter filter) {
        var conditions = new LinkedHashMap<String, Object>();
        put(conditions, "task_id = :task", filter.taskId());
        put(conditions, "fire_at >= :from", filter.from());
        put(conditions, "fire_at < :to", filter.to());
        var where = new ArrayList<>(conditions.keySet());
        if (!filter.states().isEmpty()) {
            where.add("state IN (<states>)");
        }
        if (filter.after() != null) {
            where.add("(fire_at < :at OR fire_at = :at AND id < :id)");
        }
        var query = handle.createQuery("SELECT * FROM run" + (where.isEmpty() ? "" : " WHERE " + String.join(" AND ", where))
                + " ORDER BY fire_at DESC, id DESC FETCH FIRST :limit ROWS ONLY").bind("limit", filter.limit());
        conditions.forEach((condition, value) -> query.bind(condition.substring(condition.indexOf(':') + 1), value));
        if (!filter.states().isEmpty()) {
            query.bindList("states", filter.states().stream().map(RunState::name).toList());
        }
        if (filter.after() != null) {
            query.bind("at", RunTable.timestamp(filter.after().fireAt())).bind("id", filter.after().id());
        }
        return query.map((row, context) -> run(row)).list();
    }

    private static void put(Map<String, Object> conditions, String condition, Object value) {
        if (value != null) {
            conditions.put(condition, value instanceof Instant time ? RunTable.timestamp(time) : value);
        }
    }

    static List<Attempt> attempts(Handle handle, UUID run) {
        return handle.createQuery("SELECT number, node, outcome, started_at, ended_at, error FROM attempt WHERE run_id = :run ORDER BY number").bind("run", run)
                .map((row, context) -> new Attempt(row.getInt("number"), row.getObject("node", UUID.class), RunState.valueOf(row.getString("outcome")),
                        time(row, "started_at"), time(row, "ended_at"), row.getString("error"))).list();
    }

    /** The result of the task's latest successful run before a nominal time. */
    static Optional<String> resultBefore(Handle handle, String taskId, Instant fireAt) {
        return handle.createQuery("SELECT result FROM run WHERE task_id = :task AND fire_at < :before AND state = 'SUCCEEDED' ORDER BY fire_at DESC FETCH FIRST 1 ROWS ONLY")
                .bind("task", taskId).bind("before", RunTable.timestamp(fireAt)).mapTo(String.class).findOne();
    }

    static List<Runs.Recorded> recorded(Handle handle, String taskId, long version, Instant from, Instant to, int most) {
        return handle.createQuery("SELECT fire_at, fires, state, error FROM (SELECT fire_at, fires, state, error FROM run WHERE task_id = :task AND fire_at >= :from AND fire_at < :to"
                        + " AND task_version = :version AND kind = 'SCHEDULED' AND claim_key = '' ORDER BY fire_at DESC FETCH FIRST :most ROWS ONLY) AS latest ORDER BY fire_at")
                .bind("task", taskId).bind("version", version).bind("from", RunTable.timestamp(from)).bind("to", RunTable.timestamp(to)).bind("most", most)
                .map((row, context) -> new Runs.Recorded(time(row, "fire_at"), row.getLong("fires"), RunState.valueOf(row.getString("state")), RunTable.HOLE.equals(row.getString("error"))))
                .list();
    }

    /** What came of a task's latest runs, the newest first; those that never began, or were not let to their end, say nothing of it. */
    static List<RunState> lately(Handle handle, String taskId, int limit) {
        return handle.createQuery("SELECT state FROM run WHERE task_id = :task AND state IN ('SUCCEEDED', 'FAILED', 'TIMED_OUT', 'LOST') ORDER BY fire_at DESC FETCH FIRST :limit ROWS ONLY")
                .bind("task", taskId).bind("limit", limit).mapTo(RunState.class).list();
    }

    /** Runs of a task that have begun and not ended, the newest first. */
    static List<Run> open(Handle handle, String taskId) {
        return handle.createQuery("SELECT * FROM run WHERE open_task = :task AND state <> 'QUEUED' ORDER BY fire_at DESC, id DESC")
                .bind("task", taskId).map((row, context) -> run(row)).list();
    }

    static Instant lastBegun(Handle handle, String taskId) {
        return handle.createQuery("SELECT fire_at FROM run WHERE task_id = :task AND attempt > 0 ORDER BY fire_at DESC FETCH FIRST 1 ROWS ONLY")
                .bind("task", taskId).mapTo(OffsetDateTime.class).findOne().map(OffsetDateTime::toInstant).orElse(Instant.EPOCH);
    }

    static long firesBehind(Handle handle, String taskId, RunState state, Instant fireAt, UUID owner) {
        return handle.createQuery("SELECT COALESCE(SUM(fires), 0) FROM run WHERE task_id = :task AND state = :state AND fire_at > :behind" + (owner == null ? "" : " AND owner = :owner"))
                .bind("task", taskId).bind("state", state.name()).bind("behind", RunTable.timestamp(fireAt)).bindMap(owner == null ? Map.of() : Map.of("owner", owner)).mapTo(Long.class).one();
    }

    static List<String> tasks(Handle handle) {
        return handle.createQuery("SELECT DISTINCT task_id FROM run").mapTo(String.class).list();
    }

    /** Deletes ended runs of a task that are too old or too many; returns how many. */
    static int prune(Handle handle, String task, Duration age, int keep) {
        int gone = handle.createUpdate("DELETE FROM run WHERE task_id = :task AND ended_at < :oldest")
                .bind("task", task).bind("oldest", RunTable.timestamp(RunTable.now(handle).minus(age))).execute();
        return gone + handle.createUpdate("DELETE FROM run WHERE task_id = :task AND ended_at IS NOT NULL AND fire_at <="
                        + " (SELECT fire_at FROM run WHERE task_id = :task ORDER BY fire_at DESC OFFSET :keep ROWS FETCH FIRST 1 ROWS ONLY)")
                .bind("task", task).bind("keep", keep).execute();
    }

    private static Run run(ResultSet row) throws SQLException {
        Long done = row.getObject("progress_done", Long.class);
        var progress = done == null ? null : new Progress(done, row.getLong("progress_total"), row.getString("progress_text"));
        return new Run(row.getObject("id", UUID.class), row.getString("task_id"), row.getString("handler"), row.getLong("task_version"),
                RunKind.valueOf(row.getString("kind")), time(row, "fire_at"), row.getLong("fires"), row.getInt("attempt"), row.getInt("failures"), row.getInt("losses"),
                RunState.valueOf(row.getString("state")), row.getObject("owner", UUID.class), time(row, "claimed_at"), time(row, "started_at"), time(row, "ended_at"),
                time(row, "due_at"), row.getBoolean("cancel_asked"), row.getString("asked_by"), row.getString("parameters"), progress, row.getLong("log_dropped"),
                row.getString("error"), row.getString("result"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
