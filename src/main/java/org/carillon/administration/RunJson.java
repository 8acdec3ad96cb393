package org.carillon.administration;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import org.carillon.json.Json;
import org.carillon.runs.Attempt;
import org.carillon.runs.LogLine;
import org.carillon.runs.Progress;
import org.carillon.runs.Run;

/** Runs as callers see them; what is not known is left out. Has no state. */
final class RunJson {

    private RunJson() {
    }

    /** For a list: without what can be large. */
    static JsonObject of(Run run) {
        return summary(run).build();
    }

    static JsonObject of(Run run, List<Attempt> attempts) {
        var object = summary(run);
        Answers.add(object, "parameters", run.parameters() == null ? null : parse(run.parameters()));
        Answers.add(object, "error", run.error());
        Answers.add(object, "result", run.result() == null ? null : parse(run.result()));
        return object.add("attempts", attempts(attempts)).build();
    }

    private static JsonObjectBuilder summary(Run run) {
        var object = Json.createObjectBuilder().add("id", run.id().toString()).add("task", run.taskId()).add("handler", run.handler()).add("taskVersion", run.taskVersion())
                .add("kind", run.kind().name()).add("state", run.state().name()).add("fireTime", run.fireAt().toString()).add("fires", run.fires())
                .add("attempt", run.attempt()).add("failures", run.failures()).add("losses", run.losses());
        Answers.add(object, "node", run.node());
        Answers.add(object, "claimedAt", run.claimedAt());
        Answers.add(object, "startedAt", run.startedAt());
        Answers.add(object, "endedAt", run.endedAt());
        Answers.add(object, "dueAt", run.dueAt());
        Answers.add(object, "askedBy", run.askedBy());
        Answers.add(object, "progress", run.progress() == null ? null : progress(run.progress()));
        return object.add("cancelAsked", run.cancelAsked()).add("logDropped", run.logDropped());
    }

    private static JsonObject progress(Progress progress) {
        return Json.createObjectBuilder().add("done", progress.done()).add("total", progress.total()).add("text", progress.text()).build();
    }

    private static JsonArrayBuilder attempts(List<Attempt> attempts) {
        var list = Json.createArrayBuilder();
        for (Attempt attempt : attempts) {
            var object = Json.createObjectBuilder().add("number", attempt.number()).add("outcome", attempt.outcome().name());
            Answers.add(object, "node", attempt.node());
            Answers.add(object, "startedAt", attempt.startedAt());
            Answers.add(object, "endedAt", attempt.endedAt());
            list.add(Answers.add(object, "error", attempt.error()));
        }
        return list;
    }

    static JsonObject of(LogLine line) {
        return Json.createObjectBuilder().add("attempt", line.attempt()).add("number", line.number()).add("time", line.at().toString())
                .add("level", line.level()).add("text", line.text()).build();
    }

    static JsonValue parse(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readValue();
        }
    }
}
