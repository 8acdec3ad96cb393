package org.carillon.testing;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.carillon.api.BackgroundTask;
import org.carillon.api.TaskStopped.Reason;
import org.carillon.binding.Binder;
import org.carillon.json.Json;
import org.carillon.runs.Claim;
import org.carillon.runs.Limits;
import org.carillon.runs.LiveRun;
import org.carillon.runs.Outcome;
import org.carillon.runs.RunState;

/**
 * Runs a handler as the server would, on the caller's thread. Not safe for use by several threads.
 *
 * <pre>{@code var run = HandlerTester.of(new Mailer()).parameters("{\"to\":\"a@b\"}").run();
 * assertEquals(RunState.SUCCEEDED, run.state());}</pre>
 */
public final class HandlerTester {

    private final BackgroundTask handler;
    private JsonObject parameters = JsonValue.EMPTY_JSON_OBJECT;
    private Instant fireTime = Instant.parse("2026-01-01T00:00:00Z");
    private int attempt = 1;
    private JsonValue previous;
    private Reason stop;

    private HandlerTester(BackgroundTask handler) {
        this.handler = handler;
    }

    public static HandlerTester of(BackgroundTask handler) {
        return new HandlerTester(handler);
    }

    /** @param json an object, as it would be in a definition or a request */
    public HandlerTester parameters(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            parameters = reader.readObject();
        }
        return this;
    }

    public HandlerTester parameters(Record record) {
        parameters = Binder.toJson(record);
        return this;
    }

    public HandlerTester at(Instant nominalTime) {
        fireTime = nominalTime;
        return this;
    }

    public HandlerTester attempt(int number) {
        attempt = number;
        return this;
    }

    public HandlerTester previousResult(JsonValue value) {
        previous = value;
        return this;
    }

    /** Makes the run one that should end, from its beginning on: the first checkpoint throws. */
    public HandlerTester stopped(Reason reason) {
        stop = reason;
        return this;
    }

    /** Runs the handler once and says what the server would record, its bounds included. */
    public TestedRun run() {
        var shown = new ArrayList<TestedRun.Shown>();
        var claim = new Claim(UUID.randomUUID(), "tested", fireTime, attempt, attempt, attempt - 1, 0, null, fireTime);
        // The clock stands still: nothing that a handler does in a test takes time.
        var context = new LiveRun(claim, UUID.randomUUID(), Limits.NONE, () -> parameters, () -> Optional.ofNullable(previous), 0, () -> 0,
                (channel, event, data) -> shown.add(new TestedRun.Shown(event, data)), handle -> { });
        if (stop != null) {
            context.stop(stop);
        }
        return call(context, shown);
    }

    private TestedRun call(LiveRun context, List<TestedRun.Shown> shown) {
        try {
            var outcome = Outcome.of(context, handler.run(context));
            context.flush();
            boolean accepted = outcome.state() == RunState.SUCCEEDED;
            return new TestedRun(outcome.state(), outcome.result(), accepted ? TestedRun.told(outcome.drafts()) : List.of(), shown, context.logged(),
                    accepted ? null : new IllegalStateException(outcome.error()));
        } catch (Throwable thrown) {
            context.flush();
            return new TestedRun(RunState.FAILED, null, List.of(), shown, context.logged(), thrown);
        }
    }
}
