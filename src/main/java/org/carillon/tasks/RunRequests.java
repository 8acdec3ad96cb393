package org.carillon.tasks;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.Optional;
import java.util.UUID;
import org.carillon.binding.InvalidField;
import org.carillon.configuration.Database;
import org.carillon.json.Json;
import org.carillon.runs.NewRun;
import org.carillon.runs.Run;
import org.carillon.runs.RunKind;
import org.carillon.runs.RunState;
import org.carillon.runs.RunTable;
import org.carillon.runs.Runs;
import org.carillon.tasks.TaskRefused.Reason;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs that somebody asks for. They wait for a worker on any node, and behind the task's open runs; a paused or disabled task
 * can be run as well. Safe for use by several threads.
 */
@Singleton
public class RunRequests {

    /** Characters of an idempotency key: the header's usual UUID and more. */
    public static final int MAX_KEY = 255;

    private final Definitions definitions;
    private final TaskCatalogue catalogue;
    private final Runs runs;
    private final Database database;
    private final Wakeup wakeup;

    @Inject
    RunRequests(Definitions definitions, TaskCatalogue catalogue, Runs runs, Database database, Wakeup wakeup) {
        this.definitions = definitions;
        this.catalogue = catalogue;
        this.runs = runs;
        this.database = database;
        this.wakeup = wakeup;
    }

    /** @param isNew false if the same request has been made before */
    public record Accepted(UUID run, boolean isNew) {
    }

    /**
     * Asks for a run.
     *
     * @param parameters     null for those of the task
     * @param idempotencyKey null for none; the same key for the same task is the same run, whatever else is asked
     * @param askedBy        for the history; null if nobody knows
     * @throws InvalidField that names the field of the parameters
     * @throws TaskRefused  UNKNOWN, CONFLICT if the key was used with other parameters, FULL if too many runs wait
     */
    public Accepted runNow(String taskId, JsonObject parameters, String idempotencyKey, String askedBy) {
        if (idempotencyKey != null && (idempotencyKey.isEmpty() || idempotencyKey.length() > MAX_KEY)) {
            throw new InvalidField("Idempotency-Key", "must have 1 to " + MAX_KEY + " characters");
        }
        var text = parameters == null ? null : parameters.toString();
        if (text != null && Definitions.bytes(text) > Definitions.MAX_BYTES) {
            throw new Definitions.TooLarge("parameters");
        }
        return ask(taskId, parameters, new NewRun.Request(text, idempotencyKey, askedBy), RunKind.MANUAL);
    }

    /**
     * Asks for a run that has ended to be run again, as a run of its own with the same parameters.
     *
     * @throws TaskRefused UNKNOWN, CONFLICT if it has not ended, FULL
     */
    public Accepted rerun(UUID runId, String askedBy) {
        var run = runs.find(runId).orElseThrow(() -> new TaskRefused(Reason.UNKNOWN, "There is no run " + runId + "."));
        if (!run.state().isEnd()) {
            throw new TaskRefused(Reason.CONFLICT, "Run " + runId + " is " + run.state() + "; cancel it or wait for its end.");
        }
        return ask(run.taskId(), run.parameters() == null ? null : object(run), new NewRun.Request(run.parameters(), null, askedBy), RunKind.RERUN);
    }

    private Accepted ask(String taskId, JsonObject parameters, NewRun.Request request, RunKind kind) {
        try {
            return database.jdbi().inTransaction(handle -> ask(handle, taskId, parameters, request, kind));
        } catch (JdbiException refused) {
            if (!TaskTable.isTaken(refused) || request.idempotencyKey() == null) {
                throw refused;
            }
            // The same request came twice at once: the other one is the run.
            return database.jdbi().inTransaction(handle -> known(handle, taskId, request).orElseThrow(() -> refused));
        }
    }

    private Accepted ask(Handle handle, String taskId, JsonObject parameters, NewRun.Request request, RunKind kind) {
        var task = definitions.current(handle, taskId).orElseThrow(() -> new TaskRefused(Reason.UNKNOWN, "There is no task " + taskId + "."));
        var known = known(handle, taskId, request);
        if (known.isPresent()) {
            return known.get();
        }
        catalogue.handler(task.spec().handler()).ifPresent(handler -> handler.check(parameters == null ? task.spec().parameters() : parameters));
        if (RunTable.queued(handle, taskId) >= Claims.MAX_QUEUED) {
            throw new TaskRefused(Reason.FULL, Claims.MAX_QUEUED + " runs of task " + taskId + " wait already; cancel some, or wait.");
        }
        var now = RunTable.now(handle);
        var id = NewRun.newId(now);
        RunTable.insert(handle, new NewRun(id, taskId, task.spec().handler(), task.version(), kind, now, id.toString(), 1, RunState.QUEUED, null, request));
        wakeup.afterCommit(handle);
        return new Accepted(id, true);
    }

    private Optional<Accepted> known(Handle handle, String taskId, NewRun.Request request) {
        if (request.idempotencyKey() == null) {
            return Optional.empty();
        }
        var found = runs.byKey(handle, taskId, request.idempotencyKey());
        if (found.isPresent() && !runs.hasParameters(handle, found.get(), request.parameters())) {
            throw new TaskRefused(Reason.CONFLICT, "The Idempotency-Key was used for a run with other parameters; use a new one.");
        }
        return found.map(run -> new Accepted(run, false));
    }

    private static JsonObject object(Run run) {
        try (var reader = Json.createReader(new StringReader(run.parameters()))) {
            return reader.readObject();
        }
    }
}
