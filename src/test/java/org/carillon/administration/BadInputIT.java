package org.carillon.administration;

import static org.carillon.administration.Api.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.carillon.server.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent is answered clearly, and the heartbeat goes on. */
@ExtendWith(Api.class)
class BadInputIT {

    @AfterEach
    void theHeartbeatGoesOn(Api api) {
        var latest = heartbeat(api);
        await("another heartbeat", () -> !heartbeat(api).equals(latest));
    }

    private static String heartbeat(Api api) {
        var runs = api.get("/api/tasks/heartbeat/runs?state=SUCCEEDED&limit=1").json().getJsonArray("runs");
        return runs.isEmpty() ? "" : runs.getJsonObject(0).getString("id");
    }

    @ParameterizedTest(name = "{2}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "400 | trigger.cron | {'id': 'bad', 'handler': 'count', 'trigger': {'type': 'cron', 'cron': '61 * * * *'}}",
        "400 | trigger.cron | {'id': 'bad', 'handler': 'count', 'trigger': {'type': 'cron', 'cron': '0 0 30 2 *'}}",
        "400 | Europe/Berlin | {'id': 'bad', 'handler': 'count', 'trigger': {'type': 'cron', 'cron': '@daily', 'zone': 'Berlin'}}",
        "400 | trigger.every | {'id': 'bad', 'handler': 'count', 'trigger': {'type': 'interval', 'every': 'soon'}}",
        "400 | trigger.type | {'id': 'bad', 'handler': 'count', 'trigger': {'type': 'moon'}}",
        "400 | trigger | {'id': 'bad', 'handler': 'count', 'trigger': 'daily'}",
        "400 | heartbeat | {'id': 'bad', 'handler': 'nobody'}",
        "400 | handler | {'id': 'bad'}",
        "400 | parameters.count | {'id': 'bad', 'handler': 'count', 'parameters': {'count': 'three'}}",
        "400 | parameters.count | {'id': 'bad', 'handler': 'count', 'parameters': {'count': 1e30}}",
        "400 | parameters.more | {'id': 'bad', 'handler': 'count', 'parameters': {'count': 1, 'more': 2}}",
        "400 | parameters | {'id': 'bad', 'handler': 'heartbeat', 'parameters': {'count': 1}}",
        "400 | misfireGrace | {'id': 'bad', 'handler': 'heartbeat', 'misfireGrace': '-PT1S'}",
        "400 | overlap.max | {'id': 'bad', 'handler': 'heartbeat', 'overlap': {'max': 2}}",
        "400 | unheardOf | {'id': 'bad', 'handler': 'heartbeat', 'unheardOf': 1}",
        "409 | PUT | {'id': 'heartbeat', 'handler': 'heartbeat'}",
        "400 | id | {'id': 'Bad Id', 'handler': 'heartbeat'}",
        "400 | id | {'id': '../../etc', 'handler': 'heartbeat'}",
        "400 | id | {'id': 'ä', 'handler': 'heartbeat'}",
        "400 | id | {'id': '', 'handler': 'heartbeat'}",
        "400 | id | {'id': 7, 'handler': 'heartbeat'}",
        "400 | id | {'handler': 'heartbeat'}",
        "400 | JSON | {'id': 'bad',",
        "400 | JSON | []",
        "400 | JSON | {} {}",
        "400 | 40 | {'id': 'bad', 'handler': 'heartbeat', 'maxCatchUp': 11111111111111111111111111111111111111111111}"})
    void aDefinitionThatCannotBe(int status, String mentioned, String body, Api api) {
        api.post("/api/tasks", body).refused(status, mentioned);
        api.get("/api/tasks/bad").refused(404, "bad");
    }

    @Test
    void aDefinitionThatIsTooLargeOrTooDeep(Api api) {
        api.post("/api/tasks", "{'id': 'bad', 'handler': 'heartbeat', 'description': '" + "x".repeat(10_000_000) + "'}").refused(413, "262144");
        api.post("/api/tasks", "{'id': 'bad', 'handler': 'count', 'parameters': {'count': 1, 'text': '" + "x".repeat(70_000) + "'}}").refused(413, "65536");
        api.post("/api/tasks/heartbeat/runs", "{'parameters': {'text': '" + "x".repeat(70_000) + "'}}").refused(413, "65536");
        api.post("/api/tasks", "{'id': 'bad', 'handler': 'heartbeat', 'description': '" + "x".repeat(1_001) + "'}").refused(400, "description");
        api.post("/api/tasks", "{'id': 'bad', 'parameters': " + "[".repeat(50_000)).refused(400, "nested");
        api.post("/api/tasks", "").refused(400, "missing");
        api.call("POST", "/api/tasks", "id=bad", "Authorization", "Bearer " + Api.TOKEN, "Content-Type", "application/x-www-form-urlencoded").refused(415, "application/json");
        api.call("POST", "/api/tasks", "<task/>", "Authorization", "Bearer " + Api.TOKEN).refused(415, "application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "UPPER", "%20", "%C3%A4", "a%00b", "%2e%2e%2fetc", "..%5c", "a;b=c", "%27%20OR%201=1--", "*", "a%25b"})
    void anIdWithOddCharactersIsUnknown(String id, Api api) {
        for (String path : new String[] {"/api/tasks/" + id, "/api/tasks/" + id + "/health", "/api/tasks/" + id + "/runs", "/api/runs/" + id, "/api/runs/" + id + "/log", "/api/" + id}) {
            var answer = Http.get(URI.create(api.server().url() + path));
            assertTrue(answer.statusCode() == 404 || answer.statusCode() == 400, path + " is answered " + answer.statusCode());
            assertTrue(!answer.body().contains("Exception") && !answer.body().contains("\tat "), path + ": " + answer.body());
        }
        api.get("/api/tasks/" + "x".repeat(3_000)).refused(404, "64");
    }

    @ParameterizedTest
    @CsvSource({"runs?limit=0, limit", "runs?limit=201, limit", "runs?limit=x, limit", "runs?state=HAPPY, SUCCEEDED", "runs?from=yesterday, from", "runs?to=+1000000000-01-01T00:00:00Z, to",
        "runs?after=x, after", "runs?after=2026-01-01T00:00:00Z_x, after", "tasks?after=A, after", "runs?task=a%00b, task", "audit/changes?object=%27, object", "tasks?limit=-1, limit", "audit/changes?after=x, after", "audit/changes?limit=1000, limit"})
    void aParameterThatMeansNothingIsNamed(String query, String name, Api api) {
        api.get("/api/" + query).refused(400, name);
    }

    @Test
    void whatIsNotThereOrNotSoIsAProblemToo(Api api) {
        api.get("/api").refused(404, "openapi.json");
        api.get("/api/nothing/here").refused(404, "openapi.json");
        api.get("/api/application.wadl").refused(404, "openapi.json");
        api.call("PUT", "/api/tasks", "{}", Api.AUTHORIZED).refused(405, "Allow");
        api.call("DELETE", "/api/scheduler", null, Api.AUTHORIZED).refused(405, "Allow");
        api.call("OPTIONS", "/api/tasks", null).refused(405, "OPTIONS");
        api.get("/api/runs/00000000-0000-0000-0000-000000000000").refused(404, "run");
        api.post("/api/runs/00000000-0000-0000-0000-000000000000/rerun", null).refused(404, "run");
        api.post("/api/tasks/heartbeat/resume", "{'resumeFrom': 'tomorrow'}").refused(400, "resumeFrom");
        api.call("POST", "/api/tasks/heartbeat/runs", null, Api.with("Idempotency-Key", "k".repeat(256))).refused(400, "255");
        api.call("DELETE", "/api/tasks/heartbeat", null, Api.with("If-Match", "*")).refused(409, "annotations");
    }

    @Test
    void everyRouteRefusesWithoutATokenUnlessItReadsOnThisMachine(Api api) {
        api.document().operations().forEach((name, operation) -> {
            var method = name.substring(0, name.indexOf(' '));
            var path = name.substring(name.indexOf(' ') + 1).replace("{id}", "heartbeat").replaceAll("\\{(run|node)}", "00000000-0000-0000-0000-000000000000");
            api.call(method, path, null, "X-Forwarded-For", "192.0.2.1").refused(401, "carillon.admin.token");
            if (api.document().needsToken(operation)) {
                api.call(method, path, null).refused(401, "carillon.admin.token");
                api.call(method, path, null, Api.with("Origin", "https://foreign.example")).refused(403, "origin");
            }
        });
        for (String path : new String[] {"/api;x=y/scheduler/pause", "//api/scheduler/pause", "/x/../api/scheduler/pause", "/API/scheduler/pause", "/api/./scheduler/pause", "/%61pi/scheduler/pause"}) {
            var answer = Http.post(URI.create(api.server().url() + path), "");
            assertTrue(answer.statusCode() >= 400, path + " is answered " + answer.statusCode());
        }
        assertEquals(false, api.get("/api/scheduler").json().getBoolean("paused"), "nobody came around the filter");
    }
}
