package org.carillon.administration;

import static org.carillon.administration.Api.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.server.EventReader;
import org.carillon.server.EventReader.Event;
import org.carillon.server.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs that wait, fail or come late, as a caller sees them. */
@ExtendWith(Api.class)
class RunsApiIT {

    /** Runs of one task that may wait. */
    private static final int MOST = 1_000;

    private static void delete(Api api, String id) {
        assertEquals(204, api.call("DELETE", "/api/tasks/" + id, null, Api.with("If-Match", "*")).status());
    }

    private static String run(Api api, String task) {
        return api.post("/api/tasks/" + task + "/runs", null).json().getString("run");
    }

    private static List<JsonObject> list(Api api, String path, String name) {
        return api.get(path).json().getJsonArray(name).getValuesAs(JsonObject.class);
    }

    @Test
    void aRunThatFailsShowsWhatWentWrongInEachAttemptAndWhatItSaid(Api api) {
        api.post("/api/tasks", "{'id': 'fails', 'handler': 'faulty', 'retry': {'maxAttempts': 2, 'backoff': 'PT0S'}}");
        var id = run(api, "fails");
        await("it has failed", () -> api.state(id).equals("FAILED"));
        var failed = api.get("/api/runs/" + id).json();
        assertTrue(failed.getString("error").startsWith("java.lang.IllegalStateException: attempt 2 went wrong") && failed.getString("error").contains("\tat "), failed.getString("error"));
        assertEquals(2, failed.getInt("attempt"));
        var first = failed.getJsonArray("attempts").getJsonObject(0);
        assertEquals("1 FAILED", first.getInt("number") + " " + first.getString("outcome"));
        assertTrue(first.getString("error").contains("attempt 1 went wrong"), first.toString());
        assertFalse(Instant.parse(first.getString("endedAt")).isBefore(Instant.parse(first.getString("startedAt"))), first.toString());
        assertEquals(failed.getString("node"), first.getString("node"));
        api.get("/api/runs/" + id + "/result").refused(404, "FAILED");

        assertEquals(6, list(api, "/api/runs/" + id + "/log", "lines").size());
        assertEquals(List.of("1.3", "2.1", "2.2", "2.3"), list(api, "/api/runs/" + id + "/log?after=1.2", "lines").stream()
                .map(line -> line.getInt("attempt") + "." + line.getInt("number")).toList(), "what comes behind a line, in the next attempt too");
        assertEquals(List.of(), list(api, "/api/runs/" + id + "/log?after=2.3", "lines"));
        delete(api, "fails");
    }

    @Test
    void theHistoryIsFilteredByTime(Api api) {
        api.post("/api/tasks", "{'id': 'timed', 'handler': 'count', 'parameters': {'count': 1}}");
        var runs = IntStream.range(0, 3).mapToObj(n -> {
            var id = run(api, "timed");
            await("it has run", () -> api.state(id).equals("SUCCEEDED"));
            return api.get("/api/runs/" + id).json();
        }).toList();
        var second = runs.get(1).getString("fireTime");
        var third = runs.get(2).getString("fireTime");
        assertEquals(List.of(runs.get(1).getString("id")), ids(api, "/api/runs?task=timed&from=" + second + "&to=" + third), "from inclusive, to exclusive");
        assertEquals(2, ids(api, "/api/tasks/timed/runs?from=" + second).size());
        assertEquals(2, ids(api, "/api/tasks/timed/runs?to=" + third).size());
        delete(api, "timed");
    }

    private static List<String> ids(Api api, String path) {
        return list(api, path, "runs").stream().map(run -> run.getString("id")).toList();
    }

    @Test
    void aTaskThatIsResumedAsScheduledCatchesUpWithWhatItMissed(Api api) {
        api.post("/api/tasks", "{'id': 'resumed', 'handler': 'count', 'parameters': {'count': 1}, 'coalesce': 'EARLIEST', 'trigger': {'type': 'interval', 'every': 'PT1S'}}");
        var next = api.post("/api/tasks/resumed/pause", null).json().getString("next");
        await("its time has passed", () -> Instant.now().isAfter(Instant.parse(next).plusSeconds(2)));
        assertEquals(List.of(), ids(api, "/api/tasks/resumed/runs?from=" + next));
        assertEquals(200, api.post("/api/tasks/resumed/resume", "{'resumeFrom': 'asScheduled'}").status());
        await("the fire of then runs", () -> list(api, "/api/tasks/resumed/runs", "runs").stream().anyMatch(run -> run.getString("fireTime").equals(next) && run.getInt("fires") > 1));
        delete(api, "resumed");
    }

    @Test
    void aRunThatWaitsIsCancelledAtOnceAndOneMoreThanMayWaitIsRefused(Api api) {
        api.post("/api/tasks", "{'id': 'full', 'handler': 'slow'}");
        var running = run(api, "full");
        await("it runs", () -> api.state(running).equals("RUNNING"));
        var waiting = run(api, "full");
        var cancelled = api.post("/api/runs/" + waiting + "/cancel", null);
        assertEquals("200 CANCELLED", cancelled.status() + " " + cancelled.json().getString("state"), "nobody works on it, so nobody is waited for");
        assertTrue(api.get("/api/runs/" + waiting).json().getString("error").startsWith("Cancelled by admin"));

        for (int n = 0; n < MOST; n += 20) {
            var together = IntStream.range(0, 20).mapToObj(i -> Http.send("POST", api.server().uri("/api/tasks/full/runs"), null, Api.AUTHORIZED)).toList();
            together.forEach(answer -> assertEquals(202, Http.join(answer).statusCode()));
        }
        var refused = api.post("/api/tasks/full/runs", null);
        refused.refused(429, "1000");
        assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);
        assertEquals(MOST, api.get("/api/tasks/full/health").json().getInt("queued"));
        delete(api, "full");
        api.post("/api/runs/" + running + "/cancel", null);
        await("it has ended", () -> api.state(running).equals("CANCELLED"));
    }

    @Test
    void ofSeveralWhoCreateOneTaskAtOnceOneDoes(Api api) {
        var body = "{\"id\": \"contended\", \"handler\": \"count\", \"parameters\": {\"count\": 1}}";
        var together = IntStream.range(0, 8).mapToObj(n -> Http.send("POST", api.server().uri("/api/tasks"), body, Api.AUTHORIZED)).toList();
        var statuses = together.stream().map(Http::join).collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
        assertEquals(Map.of(201, 1L, 409, 7L), statuses, "the others are told that it is there");
        assertEquals(1, api.get("/api/audit/changes?object=contended").json().getJsonArray("changes").size());
        delete(api, "contended");
    }

    @Test
    void whatARunSaysLiveIsNotInTheJournal(Api api) throws IOException {
        api.post("/api/tasks", "{'id': 'unkept', 'handler': 'count', 'parameters': {'count': 1}}");
        try (var live = new EventReader(api.server().uri("/events?channel=task:unkept&channel=everyone"))) {
            await("there is a heartbeat", () -> beats(live.events()).size() > 0);
            var before = beats(live.events()).get(0);
            var run = run(api, "unkept");
            await("its end is seen", () -> live.events().stream().anyMatch(event -> event.data().contains("run.ended") && event.data().contains(run)));
            int seen = beats(live.events()).size();
            await("there is a heartbeat after it", () -> beats(live.events()).size() > seen);
            var after = beats(live.events()).get(seen);
            try (var back = new EventReader(api.server().uri("/events?channel=task:unkept&channel=everyone"), "Last-Event-ID", before.id())) {
                await("who comes back is told what was told meanwhile", () -> back.events().contains(after));
                assertEquals(List.of(), back.events().stream().filter(event -> event.data().contains("task:unkept")).toList(), "and not what was for eyes that looked then");
            }
        }
        delete(api, "unkept");
    }

    private static List<Event> beats(List<Event> events) {
        return events.stream().filter(event -> event.data().contains("background_task_response")).toList();
    }
}
