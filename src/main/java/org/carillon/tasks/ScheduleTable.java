package org.carillon.tasks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.carillon.api.Policy.Scope;
import org.carillon.configuration.Database;
import org.jdbi.v3.core.Handle;

/** All SQL of schedules. Has no state. */
final class ScheduleTable {

    private static final String SELECT = "SELECT task_id, version, next_fire_at, due_at, fired, paused, since FROM schedule";
    private static final String NOT_PAUSED = " AND NOT EXISTS (SELECT 1 FROM scheduler WHERE paused)";

    /** What comes before a next fire that somebody has chosen is not owed. */
    private static final String OWED = "since = CASE WHEN next_fire_at IS DISTINCT FROM CAST(:next AS TIMESTAMP(3) WITH TIME ZONE) THEN CAST(:next AS TIMESTAMP(3) WITH TIME ZONE) ELSE since END, ";

    /** With a lower bound: without one H2 begins at the front of the index, where all schedules stand that have nothing to claim. */
    private static final String FIRST_DUE = " WHERE due_at BETWEEN :begin AND :now AND handler IN (<handlers>)" + NOT_PAUSED + " ORDER BY due_at FETCH FIRST :limit ROWS ONLY";

    private ScheduleTable() {
    }

    /**
     * Where a task's schedule stands.
     *
     * @param version of the task
     * @param next    the nominal time of the next fire; null if there is none
     * @param due     when that fire is claimed; null while it is not: no next fire, paused, disabled, or each node's own
     * @param fired   fires so far
     * @param since   the nominal time from which on each fire is owed; null if that is not known
     */
    record Schedule(String taskId, long version, Instant next, Instant due, long fired, boolean paused, Instant since) {
    }

    /** Schedules that are due and whose handler this node has, the oldest first. Locks them; what another node locks is left out. */
    static List<Schedule> due(Handle handle, Instant now, Collection<String> handlers, int limit) {
        // H2 reads and locks all that are due before it takes the first of them, so these are named to it; there it has no other node to leave out.
        var first = Database.isShared(handle) ? SELECT + FIRST_DUE : SELECT + " WHERE task_id IN (SELECT task_id FROM schedule" + FIRST_DUE + ") AND due_at <= :now ORDER BY due_at";
        return handle.createQuery(first + " FOR UPDATE SKIP LOCKED").bind("begin", timestamp(Instant.EPOCH))
                .bind("now", timestamp(now)).bindList("handlers", List.copyOf(handlers)).bind("limit", limit).map((row, context) -> schedule(row)).list();
    }

    /** When {@link #due} will have something; empty while the whole scheduler is paused. */
    static Optional<Instant> nextDue(Handle handle, Collection<String> handlers) {
        return handle.createQuery("SELECT due_at FROM schedule WHERE due_at > :begin AND handler IN (<handlers>)" + NOT_PAUSED + " ORDER BY due_at FETCH FIRST 1 ROWS ONLY")
                .bind("begin", timestamp(Instant.EPOCH)).bindList("handlers", List.copyOf(handlers)).mapTo(OffsetDateTime.class).findOne().map(OffsetDateTime::toInstant);
    }

    /** Schedules of scope NODE whose handler this node has. */
    static List<Schedule> ofEachNode(Handle handle, Collection<String> handlers) {
        return handle.createQuery(SELECT + " WHERE each_node = TRUE AND handler IN (<handlers>)").bindList("handlers", List.copyOf(handlers))
                .map((row, context) -> schedule(row)).list();
    }

    static Optional<Schedule> find(Handle handle, String taskId) {
        return handle.createQuery(SELECT + " WHERE task_id = :task").bind("task", taskId).map((row, context) -> schedule(row)).findOne();
    }

    static Optional<Schedule> lock(Handle handle, String taskId) {
        return handle.createQuery(SELECT + " WHERE task_id = :task FOR UPDATE").bind("task", taskId).map((row, context) -> schedule(row)).findOne();
    }

    /** As {@link #lock}, but empty if another node has it. */
    static Optional<Schedule> tryLock(Handle handle, String taskId) {
        return handle.createQuery(SELECT + " WHERE task_id = :task FOR UPDATE SKIP LOCKED").bind("task", taskId).map((row, context) -> schedule(row)).findOne();
    }

    /**
     * Where a schedule goes on.
     *
     * @param next  null if there is no next fire
     * @param fired fires so far
     */
    record Advance(TaskDefinition task, Schedule schedule, Instant next, long fired) {
    }

    static void advance(Handle handle, List<Advance> advances) {
        var batch = handle.prepareBatch("UPDATE schedule SET next_fire_at = :next, due_at = :due, fired = :fired WHERE task_id = :task");
        advances.forEach(to -> batch.bind("next", timestamp(to.next())).bind("due", timestamp(due(to.task(), to.schedule().paused(), to.next())))
                .bind("fired", to.fired()).bind("task", to.task().id()).add());
        batch.execute();
    }

    /** Begins a schedule, or begins it anew. */
    static void begin(Handle handle, TaskDefinition task, Instant next, boolean paused, boolean isNew) {
        var sql = isNew
                ? "INSERT INTO schedule (task_id, handler, version, trigger_text, next_fire_at, due_at, fired, paused, each_node, since) VALUES (:task, :handler, :version, :trigger, :next, :due, 0, :paused, :each, :next)"
                : "UPDATE schedule SET handler = :handler, version = :version, trigger_text = :trigger, next_fire_at = :next, due_at = :due, fired = 0, each_node = :each, since = :next WHERE task_id = :task";
        var update = handle.createUpdate(sql).bind("task", task.id()).bind("handler", task.spec().handler()).bind("version", task.version()).bind("trigger", triggerText(task))
                .bind("next", timestamp(next)).bind("due", timestamp(due(task, paused, next))).bind("each", task.spec().scope() == Scope.NODE);
        if (isNew) {
            update.bind("paused", paused);
        }
        update.execute();
    }

    /** Keeps a schedule's next fire under another version of its task. */
    static void keep(Handle handle, TaskDefinition task, Schedule schedule, Instant next) {
        handle.createUpdate("UPDATE schedule SET handler = :handler, version = :version, next_fire_at = :next, due_at = :due, each_node = :each, since = :next WHERE task_id = :task")
                .bind("handler", task.spec().handler()).bind("version", task.version())
                .bind("next", timestamp(next)).bind("due", timestamp(due(task, schedule.paused(), next)))
                .bind("each", task.spec().scope() == Scope.NODE).bind("task", task.id()).execute();
    }

    static void pause(Handle handle, TaskDefinition task, boolean paused, Instant next) {
        handle.createUpdate("UPDATE schedule SET paused = :paused, " + OWED + "next_fire_at = :next, due_at = :due WHERE task_id = :task").bind("paused", paused)
                .bind("next", timestamp(next)).bind("due", timestamp(due(task, paused, next))).bind("task", task.id()).execute();
    }

    /** Looks at a due fire again at a later time. */
    static void postpone(Handle handle, String taskId, Instant until) {
        handle.createUpdate("UPDATE schedule SET due_at = :until WHERE task_id = :task AND due_at < :until").bind("until", timestamp(until)).bind("task", taskId).execute();
    }

    static Optional<String> trigger(Handle handle, String taskId) {
        return handle.createQuery("SELECT trigger_text FROM schedule WHERE task_id = :task").bind("task", taskId).mapTo(String.class).findOne();
    }

    static void delete(Handle handle, String taskId) {
        handle.createUpdate("DELETE FROM schedule WHERE task_id = :task").bind("task", taskId).execute();
    }

    /** Schedules that wait for a run's end that nobody will tell them. */
    static List<String> forgotten(Handle handle) {
        return handle.createQuery("SELECT task_id FROM schedule s WHERE next_fire_at IS NULL AND each_node = FALSE AND NOT EXISTS"
                + " (SELECT 1 FROM run r WHERE r.open_task = s.task_id)").mapTo(String.class).list();
    }

    /** Tasks of the cluster that have a next fire. */
    static List<Schedule> going(Handle handle) {
        return handle.createQuery(SELECT + " WHERE next_fire_at IS NOT NULL AND each_node = FALSE").map((row, context) -> schedule(row)).list();
    }

    static boolean isSchedulerPaused(Handle handle) {
        return handle.createQuery("SELECT paused FROM scheduler").mapTo(Boolean.class).one();
    }

    static void pauseScheduler(Handle handle, boolean paused) {
        handle.createUpdate("UPDATE scheduler SET paused = :paused").bind("paused", paused).execute();
    }

    static String triggerText(TaskDefinition task) {
        return task.trigger() == null ? "" : task.trigger().text();
    }

    private static Instant due(TaskDefinition task, boolean paused, Instant next) {
        boolean claimable = next != null && !paused && task.spec().enabled() && task.spec().scope() == Scope.CLUSTER;
        return claimable ? task.trigger().startOf(task.id(), next) : null;
    }

    private static Schedule schedule(ResultSet row) throws SQLException {
        return new Schedule(row.getString("task_id"), row.getLong("version"), time(row, "next_fire_at"), time(row, "due_at"), row.getLong("fired"), row.getBoolean("paused"), time(row, "since"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static OffsetDateTime timestamp(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
