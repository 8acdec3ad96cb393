package org.carillon.runs;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carillon.configuration.Database;
import org.carillon.json.Json;
import org.jdbi.v3.core.Handle;

/**
 * The history of runs, and the way to end one. Safe for use by several threads; every call is one short look into the
 * database and throws {@link org.jdbi.v3.core.JdbiException} when that is away.
 */
@Singleton
public class Runs {

    /** Log lines of one page. */
    public static final int MAX_LINES = 1_000;

    private final Database database;

    @Inject
    Runs(Database database) {
        this.database = database;
    }

    /** What came of the wish to cancel. */
    public enum Cancelled {
        /** It waited, or its node has died: nobody works on it, and nobody will. */
        NOW,
        /** Its node will interrupt it within about a second. */
        ASKED,
        /** It has ended already. */
        TOO_LATE,
        UNKNOWN
    }

    public Optional<Run> find(UUID id) {
        return database.jdbi().withHandle(handle -> HistoryTable.find(handle, id));
    }

    /** The run that was asked for with this key. */
    public Optional<UUID> byKey(Handle handle, String taskId, String idempotencyKey) {
        return HistoryTable.byKey(handle, taskId, idempotencyKey);
    }

    /** Whether a run was asked for with these parameters. */
    public boolean hasParameters(Handle handle, UUID run, String parameters) {
        return HistoryTable.find(handle, run).filter(found -> Objects.equals(found.parameters(), parameters)).isPresent();
    }

    /** A page of the history; the next one is {@link RunFilter#behind} its last run. */
    public List<Run> page(RunFilter filter) {
        return database.jdbi().withHandle(handle -> HistoryTable.page(handle, filter));
    }

    /** The attempts of a run that were not its last, in order. */
    public List<Attempt> attempts(UUID run) {
        return database.jdbi().withHandle(handle -> HistoryTable.attempts(handle, run));
    }

    /** At most {@link #MAX_LINES} lines of a run's log behind one; 0 and 0 for the first page. */
    public List<LogLine> log(UUID run, int attempt, int number) {
        return database.jdbi().withHandle(handle -> NoteTable.after(handle, run, attempt, number, MAX_LINES));
    }

    /** The value that the task's latest successful run before a nominal time kept. */
    public Optional<JsonValue> resultBefore(String taskId, Instant fireAt) {
        return database.jdbi().withHandle(handle -> HistoryTable.resultBefore(handle, taskId, fireAt)).map(text -> {
            try (var reader = Json.createReader(new StringReader(text))) {
                return reader.readValue();
            }
        });
    }

    /**
     * What is recorded of one fire of the schedule.
     *
     * @param fires  how many it stands for
     * @param isHole whether nobody had recorded it, until somebody looked
     */
    public record Recorded(Instant at, long fires, RunState state, boolean isHole) {
    }

    /** The latest fires of a version of a task at or after one nominal time and before another, the oldest first; those that each node had for itself are left out. */
    public List<Recorded> recorded(String taskId, long version, Instant from, Instant to, int most) {
        return database.jdbi().withHandle(handle -> HistoryTable.recorded(handle, taskId, version, from, to, most));
    }

    /** What came of a task's latest runs, the newest first: SUCCEEDED, FAILED, TIMED_OUT or LOST. */
    public List<RunState> lately(Handle handle, String taskId, int limit) {
        return HistoryTable.lately(handle, taskId, limit);
    }

    /** Runs of a task that have begun and not ended, the newest first. */
    public List<Run> open(Handle handle, String taskId) {
        return HistoryTable.open(handle, taskId);
    }

    /** Fires of a task that were too late behind that of the latest run that began. */
    public long missed(Handle handle, String taskId) {
        return HistoryTable.firesBehind(handle, taskId, RunState.MISSED, HistoryTable.lastBegun(handle, taskId), null);
    }

    /** Fires of a task that were skipped behind a nominal time, by one node or, if that is null, by any. */
    public long skipped(Handle handle, String taskId, Instant fireAt, UUID node) {
        return HistoryTable.firesBehind(handle, taskId, RunState.SKIPPED, fireAt, node);
    }

    /** Cancels a run, on whichever node it is. */
    public Cancelled cancel(UUID id, String by) {
        var cancelled = database.jdbi().inTransaction(handle -> {
            if (RunTable.cancel(handle, id, "Cancelled by " + by + ".")) {
                return Cancelled.NOW;
            }
            if (RunTable.askToCancel(handle, id) == 1) {
                return Cancelled.ASKED;
            }
            return HistoryTable.find(handle, id).isPresent() ? Cancelled.TOO_LATE : Cancelled.UNKNOWN;
        });
        if (cancelled == Cancelled.NOW) {
            find(id).ifPresent(run -> ended(Set.of(run.taskId())));
        }
        return cancelled;
    }

    /**
     * Makes room for what waits behind runs that have ended; true if something waits. To be called when their end is committed: whoever
     * claims meanwhile sees it, or is waited for.
     */
    public boolean ended(Set<String> tasks) {
        var waiting = database.jdbi().withHandle(handle -> RunTable.withQueue(handle, tasks));
        waiting.forEach(task -> database.jdbi().useTransaction(handle -> RunTable.wake(handle, task)));
        return !waiting.isEmpty();
    }

    /** Every task of which there are runs. */
    public List<String> tasks() {
        return database.jdbi().withHandle(HistoryTable::tasks);
    }

    /** Forgets ended runs of a task that are too old or too many; returns how many. An open run is never forgotten. */
    public int prune(String taskId, Duration age, int keep) {
        return database.jdbi().inTransaction(handle -> HistoryTable.prune(handle, taskId, age, keep));
    }
}
