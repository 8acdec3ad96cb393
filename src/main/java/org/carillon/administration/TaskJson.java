package org.carillon.administration;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import org.carillon.binding.Binder;
import org.carillon.json.Json;
import org.carillon.tasks.Schedules;
import org.carillon.tasks.Schedules.Explanation;
import org.carillon.tasks.TaskDefinition;

/** Tasks as callers see them: the definition as it can be sent back, without one that cannot be read, and under {@code status} what only the server says. Has no state. */
final class TaskJson {

    private TaskJson() {
    }

    static JsonObject of(TaskDefinition task) {
        return object(task, status(task)).build();
    }

    static JsonObject of(TaskDefinition task, Explanation why, List<Instant> fires) {
        var status = status(task).add("fires", times(fires));
        why(status, why);
        return object(task, status).build();
    }

    static JsonObject of(TaskDefinition task, List<Instant> fires) {
        return object(task, status(task).add("fires", times(fires))).build();
    }

    static JsonObject of(Explanation why) {
        return why(Json.createObjectBuilder(), why).build();
    }

    /** What a caller sends: without what identifies it, and without what only the server says. */
    static JsonObject definition(JsonObject sent) {
        return Json.createObjectBuilder(sent).remove("id").remove("status").build();
    }

    private static JsonObjectBuilder object(TaskDefinition task, JsonObjectBuilder status) {
        var object = Json.createObjectBuilder().add("id", task.id());
        if (task.problem() == null) {
            Binder.toJson(task.spec()).forEach(object::add);
        }
        return object.add("status", status);
    }

    private static JsonObjectBuilder status(TaskDefinition task) {
        var status = Json.createObjectBuilder().add("version", task.version()).add("source", task.source().name());
        if (task.problem() != null) {
            status.add("health", Schedules.Health.BROKEN.name()).add("why", task.problem());
        }
        return Answers.add(status, "when", task.trigger() == null ? null : task.trigger().describe());
    }

    private static JsonObjectBuilder why(JsonObjectBuilder object, Explanation why) {
        object.add("health", why.health().name()).add("why", why.text()).add("open", why.open()).add("queued", why.queued()).add("failures", why.failures());
        return Answers.add(object, "next", why.next());
    }

    private static JsonArrayBuilder times(List<Instant> fires) {
        var list = Json.createArrayBuilder();
        fires.forEach(fire -> list.add(fire.toString()));
        return list;
    }
}
