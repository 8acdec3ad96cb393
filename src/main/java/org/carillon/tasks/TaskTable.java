package org.carillon.tasks;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** All SQL of schedules and runs. Times are the database's. Has no state. */
final class TaskTable {

    private TaskTable() {
    }

    /** A schedule that is due, with its row locked. */
    record Due(String taskId, Instant fireAt) {
    }

    static Instant now(Handle handle) {
        return handle.createQuery("SELECT CURRENT_TIMESTAMP").mapTo(OffsetDateTime.class).one().toInstant();
    }

    /** Makes the task's schedule be there, and begin anew if its trigger is another than before. */
    static void arm(Handle handle, TaskDefinition task) {
        var next = timestamp(task.trigger().after(now(handle)));
        var trigger = handle.createQuery("SELECT trigger_text FROM schedule WHERE task_id = :task").bind("task", task.id()).mapTo(String.class).findOne();
        if (trigger.isPresent() && trigger.get().equals(task.trigger().text())) {
            return;
        }
        var sql = trigger.isEmpty()
                ? "INSERT INTO schedule (task_id, trigger_text, next_fire_at) VALUES (:task, :trigger, :next)"
                : "UPDATE schedule SET trigger_text = :trigger, next_fire_at = :next WHERE task_id = :task";
        handle.createUpdate(sql).bind("task", task.id()).bind("trigger", task.trigger().text()).bind("next", next).execute();
    }

    static List<Due> due(Handle handle, Instant now, Collection<String> tasks, int limit) {
        return handle.createQuery("SELECT task_id, next_fire_at FROM schedule WHERE next_fire_at <= :now AND task_id IN (<tasks>) ORDER BY next_fire_at FETCH FIRST :limit ROWS ONLY FOR UPDATE SKIP LOCKED")
                .bind("now", timestamp(now)).bindList("tasks", List.copyOf(tasks)).bind("limit", limit)
                .map((row, context) -> new Due(row.getString("task_id"), row.getObject("next_fire_at", OffsetDateTime.class).toInstant())).list();
    }

    static Optional<Instant> nextFire(Handle handle, Collection<String> tasks) {
        return handle.createQuery("SELECT MIN(next_fire_at) FROM schedule WHERE task_id IN (<tasks>)")
                .bindList("tasks", List.copyOf(tasks)).mapTo(OffsetDateTime.class).findOne().map(OffsetDateTime::toInstant);
    }

    static void advance(Handle handle, Due due, Instant next) {
        handle.createUpdate("UPDATE schedule SET next_fire_at = :next WHERE task_id = :task")
                .bind("next", timestamp(next)).bind("task", due.taskId()).execute();
    }

    static boolean isRunning(Handle handle, String taskId) {
        return handle.createQuery("SELECT COUNT(*) FROM run WHERE task_id = :task AND state IN ('CLAIMED', 'RUNNING')")
                .bind("task", taskId).mapTo(Integer.class).one() > 0;
    }

    /** False if the fire was claimed before: the database's clock went back. */
    static boolean insert(Handle handle, Claim claim, RunState state, UUID owner) {
        return handle.createUpdate("INSERT INTO run (id, task_id, fire_at, attempt, state, owner, fence, claimed_at, ended_at)"
                        + " SELECT :id, :task, :fireAt, :attempt, :state, :owner, :fence, CURRENT_TIMESTAMP, CASE WHEN :state = 'SKIPPED' THEN CURRENT_TIMESTAMP END"
                        + " WHERE NOT EXISTS (SELECT 1 FROM run WHERE task_id = :task AND fire_at = :fireAt)")
                .bind("id", claim.runId()).bind("task", claim.taskId()).bind("fireAt", timestamp(claim.fireAt()))
                .bind("attempt", claim.attempt()).bind("state", state.name()).bind("owner", owner).bind("fence", claim.fence())
                .execute() == 1;
    }

    /** False if the run is not this node's any more. */
    static boolean start(Handle handle, Claim claim) {
        return handle.createUpdate("UPDATE run SET state = 'RUNNING', started_at = CURRENT_TIMESTAMP WHERE id = :id AND fence = :fence AND state = 'CLAIMED'")
                .bind("id", claim.runId()).bind("fence", claim.fence()).execute() == 1;
    }

    /** False if the run is not this node's any more: its result is not accepted. */
    static boolean complete(Handle handle, Outcome outcome) {
        return handle.createUpdate("UPDATE run SET state = :state, error = :error, ended_at = CURRENT_TIMESTAMP WHERE id = :id AND fence = :fence AND state = 'RUNNING'")
                .bind("state", outcome.state().name()).bind("error", outcome.error())
                .bind("id", outcome.claim().runId()).bind("fence", outcome.claim().fence()).execute() == 1;
    }

    /** Runs whose owner is gone, or that belong to this node which does not know them. */
    static List<Claim> lost(Handle handle, UUID me, Collection<UUID> mine, Collection<String> tasks, int limit) {
        return handle.createQuery("SELECT id, task_id, fire_at, attempt, fence FROM run WHERE state IN ('CLAIMED', 'RUNNING') AND task_id IN (<tasks>)"
                        + " AND (owner NOT IN (SELECT id FROM node WHERE lease_until > CURRENT_TIMESTAMP) OR (owner = :me AND id NOT IN (<mine>)))"
                        + " ORDER BY fire_at FETCH FIRST :limit ROWS ONLY FOR UPDATE SKIP LOCKED")
                .bindList("tasks", List.copyOf(tasks)).bind("me", me).bindList("mine", mine.isEmpty() ? List.of(me) : List.copyOf(mine)).bind("limit", limit)
                .map((row, context) -> new Claim(row.getObject("id", UUID.class), row.getString("task_id"),
                        row.getObject("fire_at", OffsetDateTime.class).toInstant(), row.getInt("attempt"), row.getLong("fence"))).list();
    }

    static Claim take(Handle handle, Claim lost, UUID me) {
        var taken = new Claim(lost.runId(), lost.taskId(), lost.fireAt(), lost.attempt() + 1, lost.fence() + 1);
        handle.createUpdate("UPDATE run SET owner = :me, fence = :fence, attempt = :attempt, state = 'CLAIMED', claimed_at = CURRENT_TIMESTAMP, started_at = NULL WHERE id = :id AND fence = :old")
                .bind("me", me).bind("fence", taken.fence()).bind("attempt", taken.attempt()).bind("id", lost.runId()).bind("old", lost.fence()).execute();
        return taken;
    }

    /** Deletes ended runs that are too old or too many; returns how many. */
    static int prune(Handle handle, Duration age, int keep) {
        int gone = handle.createUpdate("DELETE FROM run WHERE ended_at < :oldest").bind("oldest", timestamp(now(handle).minus(age))).execute();
        for (String task : handle.createQuery("SELECT DISTINCT task_id FROM run").mapTo(String.class).list()) {
            gone += handle.createUpdate("DELETE FROM run WHERE task_id = :task AND ended_at IS NOT NULL AND fire_at <="
                            + " (SELECT fire_at FROM run WHERE task_id = :task ORDER BY fire_at DESC OFFSET :keep ROWS FETCH FIRST 1 ROWS ONLY)")
                    .bind("task", task).bind("keep", keep).execute();
        }
        return gone;
    }

    private static OffsetDateTime timestamp(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
