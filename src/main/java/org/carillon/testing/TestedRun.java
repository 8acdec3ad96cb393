package org.carillon.testing;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import org.carillon.api.Announcement;
import org.carillon.journal.Draft;
import org.carillon.json.Json;
import org.carillon.runs.LogLine;
import org.carillon.runs.RunState;

/**
 * What came of a handler's run. Immutable.
 *
 * @param state  SUCCEEDED or FAILED
 * @param result what is kept with the run, as JSON; null for nothing
 * @param told   what clients hear, in order; empty unless it succeeded
 * @param shown  what was shown live: progress and the first log lines
 * @param log    the lines that are kept
 * @param error  what it threw, or why its result was refused; null if it succeeded
 */
public record TestedRun(RunState state, String result, List<Announcement> told, List<Shown> shown, List<LogLine> log, Throwable error) {

    /** @param event {@code run.progress} or {@code run.log} */
    public record Shown(String event, JsonObject data) {
    }

    public TestedRun {
        told = List.copyOf(told);
        shown = List.copyOf(shown);
        log = List.copyOf(log);
    }

    static List<Announcement> told(List<Draft> drafts) {
        return drafts.stream().map(draft -> new Announcement(draft.channel(), draft.event(), value(draft.data()))).toList();
    }

    private static JsonValue value(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readValue();
        }
    }
}
