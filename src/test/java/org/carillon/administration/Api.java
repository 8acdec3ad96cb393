package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.carillon.server.Await;
import org.carillon.server.FixtureWar;
import org.carillon.server.Http;
import org.carillon.server.RunningServer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A server with a token, a tasks file and some more handlers. Every answer is compared with what the OpenAPI document says of it. */
public final class Api implements ParameterResolver, AutoCloseable {

    static final String TOKEN = "token-of-the-tests-0123456789";
    static final String[] AUTHORIZED = {"Authorization", "Bearer " + TOKEN, "Content-Type", "application/json"};

    private static final Map<String, String> SETTINGS = Map.of("carillon.admin.token", TOKEN, "carillon.tasks.file", "tasks.yaml", "carillon.task.heartbeat.every", "PT0.5S");

    private static final Duration SOON = Duration.ofSeconds(20);

    private final RunningServer server;
    private final OpenApi document;

    public Api() {
        this(null);
    }

    private Api(RunningServer server) {
        this.server = server;
        this.document = OpenApi.read();
    }

    /** Waits for what a call brings about. */
    static void await(String promise, Callable<Boolean> condition) {
        Await.until(promise, SOON, condition);
    }

    /** The answer to one call, which the document must know. */
    record Answer(HttpResponse<String> http) {

        int status() {
            return http.statusCode();
        }

        JsonObject json() {
            return parse(http.body()).asJsonObject();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        /** A refusal: a problem with this status that has a text in its detail or field, and nothing of the server's inside. */
        JsonObject refused(int status, String mentioned) {
            assertEquals(status, status(), http.body());
            assertTrue(header("Content-Type").startsWith("application/problem+json"), header("Content-Type") + " " + http.body());
            assertTrue(http.body().contains(mentioned), http.body());
            assertFalse(Pattern.compile("(?i)<html|\\bat [a-z.]+\\.[A-Z]|Exception|SELECT ").matcher(http.body()).find(), http.body());
            assertEquals(status, json().getInt("status"));
            return json();
        }
    }

    Answer get(String path) {
        return call("GET", path, null);
    }

    Answer post(String path, String body) {
        return call("POST", path, body, AUTHORIZED);
    }

    Answer call(String method, String path, String body, String... headers) {
        var answer = new Answer(Http.join(Http.send(method, server.uri(path), body == null ? null : body.replace('\'', '"'), headers)));
        document.requireKnown(method, path, answer.status());
        if (answer.status() / 100 == 2) {
            document.requireSchema(method, path, answer.status(), answer.http().body());
        }
        return answer;
    }

    static String[] with(String... more) {
        var all = new ArrayList<>(List.of(AUTHORIZED));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** A fresh answer to a read, again and again. */
    String state(String run) {
        return get("/api/runs/" + run).json().getString("state");
    }

    RunningServer server() {
        return server;
    }

    OpenApi document() {
        return document;
    }

    static JsonValue parse(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readValue();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Api.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(Api.class)).getOrComputeIfAbsent("api", key -> start(), Api.class);
    }

    private static Api start() {
        try {
            var plan = RunningServer.Plan.of("api", SETTINGS);
            Files.writeString(plan.directory().resolve("tasks.yaml"), "[]\n");
            return new Api(plan.withWar(FixtureWar.of(plan.directory().resolve("war"), "ROOT", CountTask.class, SlowTask.class, FaultyTask.class,
                    SurroundingsTask.class)).start());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
