package org.carillon.administration;

import static org.carillon.administration.Api.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.carillon.administration.Api.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever changes something leaves one row, and who does not leaves none. */
@ExtendWith(Api.class)
class AuditIT {

    private static final String TASK = "{'handler': 'slow', 'trigger': {'type': 'interval', 'every': 'P365D'}}";

    private final TreeSet<String> tried = new TreeSet<>();

    @Test
    void everyCallThatChangesSomethingLeavesOneRow(Api api) {
        var created = row(api, "POST /api/tasks", "audited", "task.create", () -> api.post("/api/tasks", "{'id': 'audited', " + TASK.substring(1)));
        assertTrue(!created.containsKey("from") && created.getJsonObject("to").getString("handler").equals("slow"), created.toString());
        var updated = row(api, "PUT /api/tasks/{id}", "audited", "task.update", () -> api.call("PUT", "/api/tasks/audited", TASK.replace("'slow'", "'slow', 'description': 'new'"), Api.with("If-Match", "*")));
        assertEquals(" new", updated.getJsonObject("from").getString("description") + " " + updated.getJsonObject("to").getString("description"));
        var patched = row(api, "PATCH /api/tasks/{id}", "audited", "task.update", () -> api.call("PATCH", "/api/tasks/audited", "{'misfireGrace': 'PT2H'}", Api.with("If-Match", "*")));
        assertEquals("PT1H PT2H", patched.getJsonObject("from").getString("misfireGrace") + " " + patched.getJsonObject("to").getString("misfireGrace"));
        assertEquals("OK PAUSED", health(row(api, "POST /api/tasks/{id}/pause", "audited", "task.pause", () -> api.post("/api/tasks/audited/pause", null))));
        assertEquals("PAUSED OK", health(row(api, "POST /api/tasks/{id}/resume", "audited", "task.resume", () -> api.post("/api/tasks/audited/resume", null))));

        var asked = row(api, "POST /api/tasks/{id}/runs", "audited", "run.request", () -> api.call("POST", "/api/tasks/audited/runs", null, Api.with("Idempotency-Key", "once")));
        var run = asked.getJsonObject("to").getString("run");
        assertEquals("audited", asked.getJsonObject("to").getString("task"));
        none(api, "the same request again", 202, () -> api.call("POST", "/api/tasks/audited/runs", null, Api.with("Idempotency-Key", "once")));
        await("it runs", () -> api.state(run).equals("RUNNING"));
        none(api, "an open run that is to run again", 409, () -> api.post("/api/runs/" + run + "/rerun", null));
        var cancelled = row(api, "POST /api/runs/{run}/cancel", run, "run.cancel", () -> api.post("/api/runs/" + run + "/cancel", null));
        assertTrue(!cancelled.getJsonObject("from").getBoolean("cancelAsked") && cancelled.getJsonObject("to").getBoolean("cancelAsked"), cancelled.toString());
        await("it has ended", () -> api.state(run).equals("CANCELLED"));
        none(api, "a run that has ended", 409, () -> api.post("/api/runs/" + run + "/cancel", null));
        var again = row(api, "POST /api/runs/{run}/rerun", run, "run.rerun", () -> api.post("/api/runs/" + run + "/rerun", null)).getJsonObject("to").getString("run");
        row(api, "POST /api/runs/{run}/cancel", again, "run.cancel", () -> api.post("/api/runs/" + again + "/cancel", null));

        assertEquals("false true", paused(row(api, "POST /api/scheduler/pause", "scheduler", "scheduler.pause", () -> api.post("/api/scheduler/pause", null))));
        assertEquals("true false", paused(row(api, "POST /api/scheduler/resume", "scheduler", "scheduler.resume", () -> api.post("/api/scheduler/resume", null))));

        none(api, "a dry run", 200, () -> api.call("PUT", "/api/tasks/audited?dryRun=true", TASK, Api.AUTHORIZED));
        none(api, "an old version", 412, () -> api.call("DELETE", "/api/tasks/audited", null, Api.with("If-Match", "\"1\"")));
        none(api, "no token", 401, () -> api.call("POST", "/api/tasks/audited/pause", null));
        none(api, "a wrong field", 400, () -> api.call("PATCH", "/api/tasks/audited", "{'misfireGrace': 'PT0S'}", Api.with("If-Match", "*")));
        var removed = row(api, "DELETE /api/tasks/{id}", "audited", "task.delete", () -> api.call("DELETE", "/api/tasks/audited", null, Api.with("If-Match", "*")));
        assertTrue(removed.getJsonObject("from").getString("misfireGrace").equals("PT2H") && !removed.containsKey("to"), removed.toString());

        var changing = new TreeSet<>(api.document().operations().keySet());
        changing.removeIf(Predicate.<String>not(operation -> operation.matches("(POST|PUT|PATCH|DELETE) .*")).or("POST /api/triggers/preview"::equals));
        // A node that is asked to go serves nobody any more, so DrainIT tries that.
        tried.add("POST /api/nodes/{node}/drain");
        assertEquals(changing, tried, "every call of the document that can change something is tried");
    }

    private static String health(JsonObject row) {
        return row.getJsonObject("from").getString("health") + " " + row.getJsonObject("to").getString("health");
    }

    private static String paused(JsonObject row) {
        return row.getJsonObject("from").getBoolean("paused") + " " + row.getJsonObject("to").getBoolean("paused");
    }

    private JsonObject row(Api api, String operation, String object, String action, Supplier<Answer> call) {
        tried.add(operation);
        long before = newest(api);
        var answer = call.get();
        assertEquals(2, answer.status() / 100, operation + ": " + answer.http().body());
        var rows = since(api, before);
        assertEquals(1, rows.size(), operation + " leaves one row: " + rows);
        var row = rows.get(0);
        assertEquals(action + " of " + object + " by admin from 127.0.0.1", row.getString("action") + " of " + row.getString("object") + " by " + row.getString("who") + " from " + row.getString("address"));
        assertFalse(Instant.parse(row.getString("time")).isBefore(Instant.now().minusSeconds(60)), row.toString());
        return row;
    }

    private static void none(Api api, String what, int status, Supplier<Answer> call) {
        long before = newest(api);
        assertEquals(status, call.get().status(), what);
        assertEquals(List.of(), since(api, before), what + " changes nothing");
    }

    private static long newest(Api api) {
        return changes(api).stream().mapToLong(row -> row.getJsonNumber("id").longValue()).max().orElse(0);
    }

    private static List<JsonObject> since(Api api, long id) {
        return changes(api).stream().filter(row -> row.getJsonNumber("id").longValue() > id).toList();
    }

    private static List<JsonObject> changes(Api api) {
        return api.get("/api/audit/changes?limit=20").json().getJsonArray("changes").getValuesAs(JsonObject.class);
    }
}
