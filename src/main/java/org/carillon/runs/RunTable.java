package org.carillon.runs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.configuration.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;

/** All SQL that changes runs. Times are the database's. Has no state. */
public final class RunTable {

    private static final String OF_CLAIM = "SELECT id, task_id, fire_at, attempt, fence, failures, losses, parameters, claimed_at, state, handler, cancel_asked FROM run";
    private static final String OWNER_IS_DEAD = "owner NOT IN (SELECT id FROM node WHERE lease_until > <now>)";

    /** Of any task, by the index of what is open: both databases find a range there, and one of them not what is not null. */
    private static final String IN_HAND = "open_task >= '' AND state IN ('CLAIMED', 'RUNNING')";

    private RunTable() {
    }

    /** A lower bound: without one H2 begins at the front of the index, where all runs stand that wait for nothing. */
    private static final String BEGINNING = "TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00'";

    /** The error of a fire of which there was no record. */
    static final String HOLE = "There was no record of this fire; an audit has found it missing.";

    /** A run that is open, and where it stands. */
    public record Open(Claim claim, RunState state, String handler, boolean cancelAsked) {
    }

    /** A fire of the schedule. */
    public record Fired(String taskId, Instant at) {
    }

    public static Instant now(Handle handle) {
        return Database.now(handle).toInstant();
    }

    /** False if the fire was claimed before: the database's clock went back. */
    public static boolean insert(Handle handle, NewRun run) {
        boolean known = handle.createQuery("SELECT COUNT(*) FROM run WHERE task_id = :task AND fire_at = :fireAt AND claim_key = :key")
                .bind("task", run.taskId()).bind("fireAt", timestamp(run.fireAt())).bind("key", run.claimKey()).mapTo(Integer.class).one() > 0;
        if (!known) {
            insert(handle, run.state(), List.of(run));
        }
        return !known;
    }

    /** Inserts runs in one state, of which the caller knows that none is there yet. */
    public static void insert(Handle handle, RunState state, Collection<NewRun> runs) {
        var batch = handle.prepareBatch("INSERT INTO run (id, task_id, handler, task_version, kind, fire_at, claim_key, fires, attempt, state, owner, fence, claimed_at, ended_at, due_at, parameters, idempotency_key, asked_by)"
                + " VALUES (:id, :task, :handler, :version, :kind, :fireAt, :key, :fires, :attempt, :state, CAST(:owner AS UUID), :attempt, "
                + (state == RunState.CLAIMED ? "<now>, NULL, NULL" : state.isEnd() ? "NULL, <now>, NULL" : "NULL, NULL, <now>")
                + ", :parameters, :idempotency, :askedBy)");
        for (NewRun run : runs) {
            var request = run.request() == null ? new NewRun.Request(null, null, null) : run.request();
            batch.bind("id", run.id()).bind("task", run.taskId()).bind("handler", run.handler()).bind("version", run.taskVersion()).bind("kind", run.kind().name())
                    .bind("fireAt", timestamp(run.fireAt())).bind("key", run.claimKey()).bind("fires", run.fires())
                    .bind("attempt", state == RunState.CLAIMED ? 1 : 0).bind("state", state.name()).bind("owner", run.owner())
                    .bind("parameters", request.parameters()).bind("idempotency", NewRun.Request.onceKey(run.taskId(), request.idempotencyKey())).bind("askedBy", request.askedBy()).add();
        }
        batch.execute();
    }

    /** Which of these fires of the cluster are recorded. Each is looked for by itself: a join would read all runs where the database has not counted them yet. */
    public static Set<Fired> recorded(Handle handle, List<Fired> fires) {
        return handle.createQuery("SELECT task, at FROM UNNEST(CAST(:tasks AS VARCHAR ARRAY), CAST(:times AS VARCHAR ARRAY)) AS wanted(task, at) WHERE"
                        + " (SELECT COUNT(*) FROM run WHERE task_id = task AND fire_at = CAST(at AS TIMESTAMP(3) WITH TIME ZONE) AND claim_key = '') > 0")
                .bindArray("tasks", String.class, fires.stream().map(Fired::taskId).toList()).bindArray("times", String.class, fires.stream().map(fire -> fire.at().toString()).toList())
                .map((row, context) -> new Fired(row.getString("task"), Instant.parse(row.getString("at")))).collectIntoSet();
    }

    /** Records a fire of which there was no record; false if there is one by now. */
    public static boolean insertHole(Handle handle, NewRun missed) {
        return insert(handle, missed) && handle.createUpdate("UPDATE run SET error = :why WHERE id = :id").bind("why", HOLE).bind("id", missed.id()).execute() == 1;
    }

    /** Runs of each of these tasks that have begun and not ended, in the whole cluster. */
    public static Map<String, Integer> open(Handle handle, Collection<String> tasks) {
        return handle.createQuery("SELECT task, (SELECT COUNT(*) FROM run WHERE open_task = task AND state <> 'QUEUED') AS runs FROM UNNEST(CAST(:tasks AS VARCHAR ARRAY)) AS wanted(task)")
                .bindArray("tasks", String.class, List.copyOf(tasks)).setMapKeyColumn("task").setMapValueColumn("runs").collectInto(new GenericType<Map<String, Integer>>() { });
    }

    public static int openOn(Handle handle, String taskId, UUID owner) {
        return handle.createQuery("SELECT COUNT(*) FROM run WHERE open_task = :task AND state <> 'QUEUED' AND owner = :owner")
                .bind("task", taskId).bind("owner", owner).mapTo(Integer.class).one();
    }

    /** Which of these tasks have runs that wait for their turn. */
    static List<String> withQueue(Handle handle, Collection<String> tasks) {
        return handle.createQuery("SELECT DISTINCT open_task FROM run WHERE open_task IN (<tasks>) AND state = 'QUEUED'").bindList("tasks", List.copyOf(tasks)).mapTo(String.class).list();
    }

    public static int queued(Handle handle, String taskId) {
        return handle.createQuery("SELECT COUNT(*) FROM run WHERE open_task = :task AND state = 'QUEUED'").bind("task", taskId).mapTo(Integer.class).one();
    }

    /** Returns those that have started; the others are not this node's any more. */
    public static Set<Claim> start(Handle handle, List<Claim> claims) {
        var batch = handle.prepareBatch("UPDATE run SET state = 'RUNNING', started_at = <now> WHERE id = :id AND fence = :fence AND state = 'CLAIMED'");
        claims.forEach(claim -> batch.bind("id", claim.runId()).bind("fence", claim.fence()).add());
        return changed(claims, batch.execute());
    }

    /** Returns the claims whose outcomes are accepted; the runs of the others are not this node's any more. */
    static Set<Claim> complete(Handle handle, List<Outcome> outcomes) {
        var ended = outcomes.stream().filter(outcome -> outcome.state() != RunState.RETRYING).toList();
        var batch = handle.prepareBatch("UPDATE run SET state = :state, error = :error, result = :result, ended_at = <now> WHERE id = :id AND fence = :fence AND state = 'RUNNING'");
        ended.forEach(outcome -> batch.bind("state", outcome.state().name()).bind("error", outcome.error()).bind("result", outcome.result())
                .bind("id", outcome.claim().runId()).bind("fence", outcome.claim().fence()).add());
        var accepted = changed(ended.stream().map(Outcome::claim).toList(), batch.execute());
        outcomes.stream().filter(outcome -> outcome.state() == RunState.RETRYING && retry(handle, outcome)).forEach(outcome -> accepted.add(outcome.claim()));
        return accepted;
    }

    private static Set<Claim> changed(List<Claim> claims, int[] rows) {
        return IntStream.range(0, rows.length).filter(n -> rows[n] == 1).mapToObj(claims::get).collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean retry(Handle handle, Outcome outcome) {
        var claim = outcome.claim();
        boolean mine = handle.createUpdate("UPDATE run SET state = 'RETRYING', error = :error, failures = failures + 1, due_at = :due WHERE id = :id AND fence = :fence AND state = 'RUNNING'")
                .bind("error", outcome.error()).bind("due", timestamp(now(handle).plus(outcome.retryIn())))
                .bind("id", claim.runId()).bind("fence", claim.fence()).execute() == 1;
        if (mine) {
            remember(handle, claim, "FAILED", outcome.error());
        }
        return mine;
    }

    /** Keeps an attempt that was not the last. */
    private static void remember(Handle handle, Claim claim, String outcome, String error) {
        handle.createUpdate("INSERT INTO attempt (run_id, number, node, outcome, started_at, ended_at, error)"
                        + " SELECT id, attempt, owner, '" + outcome + "', started_at, <now>, CAST(:error AS VARCHAR(16384)) FROM run WHERE id = :id")
                .bind("error", error).bind("id", claim.runId()).execute();
    }

    /**
     * Runs whose owner is gone, or that belong to this node which does not know them. Locks them. Their order is that of an expression, so that
     * PostgreSQL does not walk the index of all runs by time to find the few that are open, as it does until it has counted them.
     */
    public static List<Open> lost(Handle handle, UUID me, Collection<UUID> mine, Collection<String> handlers, int limit) {
        // A copy, because the last may end between two looks at it.
        var known = List.copyOf(mine);
        return handle.createQuery(OF_CLAIM + " WHERE " + IN_HAND + " AND handler IN (<handlers>)"
                        + " AND (" + OWNER_IS_DEAD + " OR (owner = :me AND id NOT IN (<mine>)))"
                        + " ORDER BY fire_at + INTERVAL '0' SECOND FETCH FIRST :limit ROWS ONLY FOR UPDATE SKIP LOCKED")
                .bindList("handlers", List.copyOf(handlers)).bind("me", me).bindList("mine", known.isEmpty() ? List.of(me) : known).bind("limit", limit)
                .map((row, context) -> open(row, Instant.EPOCH)).list();
    }

    /** Runs whose owner is gone and whose handlers this node does not have. Locks them. */
    public static List<Open> orphans(Handle handle, Collection<String> handlers, int limit) {
        return handle.createQuery(OF_CLAIM + " WHERE " + IN_HAND + " AND handler NOT IN (<handlers>) AND " + OWNER_IS_DEAD
                        + " ORDER BY claimed_at FETCH FIRST :limit ROWS ONLY FOR UPDATE SKIP LOCKED")
                .bindList("handlers", List.copyOf(handlers)).bind("limit", limit).map((row, context) -> open(row, time(row, "claimed_at"))).list();
    }

    /** Makes a lost run this node's. */
    public static Claim takeOver(Handle handle, Open lost, UUID me, Instant now) {
        boolean ran = lost.state() == RunState.RUNNING;
        if (ran) {
            remember(handle, lost.claim(), "LOST", null);
        }
        var taken = lost.claim().next(ran, now);
        own(handle, taken, lost, me);
        return taken;
    }

    /**
     * Runs that wait and whose time has come, the oldest first; not locked. The time is rounded as theirs are, which may be up: what was due when it
     * was written is due at once.
     */
    public static List<Open> waiting(Handle handle, Instant now, Collection<String> handlers, int limit) {
        return handle.createQuery(OF_CLAIM + " WHERE due_at BETWEEN " + BEGINNING + " AND CAST(:now AS TIMESTAMP(3) WITH TIME ZONE) AND handler IN (<handlers>) ORDER BY due_at, fire_at FETCH FIRST :limit ROWS ONLY")
                .bind("now", timestamp(now)).bindList("handlers", List.copyOf(handlers)).bind("limit", limit)
                .map((row, context) -> open(row, now)).list();
    }

    /** A task's waiting runs are run by the handler that it has now: only nodes that have that one may take them. */
    public static void handOver(Handle handle, String taskId, String handler) {
        handle.createUpdate("UPDATE run SET handler = :handler WHERE open_task = :task AND state IN ('QUEUED', 'RETRYING') AND handler <> :handler")
                .bind("handler", handler).bind("task", taskId).execute();
    }

    /** A task's run that has waited longest for its turn. */
    public static Optional<Open> oldestQueued(Handle handle, String taskId, Instant now) {
        return handle.createQuery(OF_CLAIM + " WHERE open_task = :task AND state = 'QUEUED' ORDER BY fire_at, id FETCH FIRST 1 ROWS ONLY")
                .bind("task", taskId).map((row, context) -> open(row, now)).findOne();
    }

    /** Makes a waiting run this node's; empty if somebody was faster. */
    public static Optional<Claim> claim(Handle handle, Open waiting, UUID me, Instant now) {
        var claim = waiting.claim().next(false, now);
        return own(handle, claim, waiting, me) ? Optional.of(claim) : Optional.empty();
    }

    private static boolean own(Handle handle, Claim claim, Open before, UUID me) {
        return handle.createUpdate("UPDATE run SET owner = :me, fence = :fence, attempt = :attempt, losses = :losses, state = 'CLAIMED', claimed_at = <now>,"
                        + " started_at = NULL, due_at = NULL WHERE id = :id AND fence = :old AND state = :before")
                .bind("me", me).bind("fence", claim.fence()).bind("attempt", claim.attempt()).bind("losses", claim.losses())
                .bind("id", claim.runId()).bind("old", before.claim().fence()).bind("before", before.state().name()).execute() == 1;
    }

    /** Whether a fire of the schedule has waited since before the time; what somebody asked for waits as long as it takes. */
    public static boolean isTooLate(Handle handle, Open queued, Instant before) {
        return queued.claim().fireAt().isBefore(before) && handle.createQuery("SELECT kind FROM run WHERE id = :id")
                .bind("id", queued.claim().runId()).mapTo(RunKind.class).one() == RunKind.SCHEDULED;
    }

    /** Looks at those of a task's waiting runs whose time has come again at a later time; a long queue is not written anew at each look. */
    public static void postpone(Handle handle, String taskId, Instant until) {
        handle.createUpdate("UPDATE run SET due_at = :until WHERE open_task = :task AND state IN ('QUEUED', 'RETRYING') AND due_at <= <now>")
                .bind("until", timestamp(until)).bind("task", taskId).execute();
    }

    /**
     * The turn of a task's oldest waiting run has come; false if none waits. Waits for whoever claims runs of the task just now: that
     * one may not have seen yet that there is room, and puts off what waits.
     */
    public static boolean wake(Handle handle, String taskId) {
        handle.createQuery("SELECT task_id FROM schedule WHERE task_id = :task FOR UPDATE").bind("task", taskId).mapTo(String.class).findOne();
        return oldestQueued(handle, taskId, Instant.EPOCH).filter(oldest -> handle.createUpdate("UPDATE run SET due_at = <now> WHERE id = :id AND state = 'QUEUED'")
                .bind("id", oldest.claim().runId()).execute() == 1).isPresent();
    }

    public static Optional<Instant> nextWaiting(Handle handle, Collection<String> handlers) {
        return handle.createQuery("SELECT due_at FROM run WHERE due_at >= " + BEGINNING + " AND handler IN (<handlers>) ORDER BY due_at FETCH FIRST 1 ROWS ONLY")
                .bindList("handlers", List.copyOf(handlers)).mapTo(OffsetDateTime.class).findOne().map(OffsetDateTime::toInstant);
    }

    /** Ends a run that nobody works on; false if it is not as it was any more. */
    public static boolean end(Handle handle, Open open, RunState state, String error) {
        return handle.createUpdate("UPDATE run SET state = :state, error = :error, ended_at = <now>, due_at = NULL WHERE id = :id AND fence = :fence AND state = :before")
                .bind("state", state.name()).bind("error", error).bind("id", open.claim().runId()).bind("fence", open.claim().fence())
                .bind("before", open.state().name()).execute() == 1;
    }

    /** Ends all runs of a task that wait. */
    public static int cancelWaiting(Handle handle, String taskId, String why) {
        return handle.createUpdate("UPDATE run SET state = 'CANCELLED', error = :why, ended_at = <now>, due_at = NULL WHERE open_task = :task AND state IN ('QUEUED', 'RETRYING')")
                .bind("why", why).bind("task", taskId).execute();
    }

    /** Ends a run that nobody works on, because it waits or its owner is gone; false for any other. */
    static boolean cancel(Handle handle, UUID runId, String why) {
        return handle.createUpdate("UPDATE run SET state = 'CANCELLED', error = :why, cancel_asked = TRUE, ended_at = <now>, due_at = NULL"
                + " WHERE id = :id AND (state IN ('QUEUED', 'RETRYING') OR state IN ('CLAIMED', 'RUNNING') AND " + OWNER_IS_DEAD + ")").bind("why", why).bind("id", runId).execute() == 1;
    }

    /** Asks the owner of an open run to end it. */
    static int askToCancel(Handle handle, UUID runId) {
        return handle.createUpdate("UPDATE run SET cancel_asked = TRUE WHERE id = :id AND state IN ('CLAIMED', 'RUNNING')").bind("id", runId).execute();
    }

    /** The runs in a node's hand that somebody wants cancelled. */
    public static List<UUID> cancelAsked(Handle handle, UUID owner) {
        return handle.createQuery("SELECT id FROM run WHERE " + IN_HAND + " AND owner = :owner AND cancel_asked")
                .bind("owner", owner).mapTo(UUID.class).list();
    }

    static Open open(ResultSet row, Instant now) throws SQLException {
        var claim = new Claim(row.getObject("id", UUID.class), row.getString("task_id"), time(row, "fire_at"),
                row.getInt("attempt"), row.getLong("fence"), row.getInt("failures"), row.getInt("losses"), row.getString("parameters"), now);
        return new Open(claim, RunState.valueOf(row.getString("state")), row.getString("handler"), row.getBoolean("cancel_asked"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime timestamp(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
