package org.carillon.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.carillon.server.Await;
import org.carillon.server.EventReader;
import org.carillon.server.FixtureWar;
import org.carillon.server.Http;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer.Plan;
import org.carillon.server.RunningServer;
import org.junit.jupiter.api.Test;

/** Starting, failing, stopping, dying and starting again, each on a server of its own. */
class LifecycleIT {

    private static final int CLIENTS = 200;

    @Test
    void aStopTellsEveryClientToComeBackAndARestartGoesOnWhereItWas() throws Exception {
        var plan = Plan.of("stop", Map.of());
        String last;
        try (var server = plan.start(); var reader = new EventReader(server.uri("/events"))) {
            var clients = IntStream.range(0, CLIENTS).mapToObj(n -> connect(server)).toList();
            var first = reader.await(1).get(0);
            // Not the second itself: a busy machine is late.
            assertTrue(Instant.parse(first.json().getString("time")).getEpochSecond() % 5 < 3, "the recipe's period, on the clock: " + first);
            last = reader.await(2).get(1).id();
            server.terminate();
            clients.forEach(client -> assertEquals(1001, client.awaitClosed(), "going away"));
        }
        try (var server = plan.start()) {
            assertGoesOn(server, last);
        }
    }

    @Test
    void aKillLosesNoOffsetAndAStartWithoutTheTasksFileIsWithoutItsTasks() throws Exception {
        var plan = Plan.of("kill", Map.of("carillon.task.heartbeat.every", "PT0.2S"));
        Files.writeString(plan.directory().resolve("tasks.yaml"), "- {id: filed, handler: heartbeat}");
        String last;
        try (var server = plan.with(Map.of("carillon.task.heartbeat.every", "PT0.2S", "carillon.tasks.file", "tasks.yaml")).start();
                var reader = new EventReader(server.uri("/events"))) {
            Await.until("the file is taken over", Duration.ofSeconds(30), () -> Http.get(server.uri("/api/tasks/filed")).statusCode() == 200);
            last = reader.await(10).get(9).id();
            server.kill();
        }
        try (var server = plan.start()) {
            assertGoesOn(server, last);
            assertEquals(404, Http.get(server.uri("/api/tasks/filed")).statusCode(), "nobody else can have the file");
        }
    }

    @Test
    void aTaskThatThrowsErrorsEndsNeitherItsScheduleNorAnother() throws Exception {
        var plan = Plan.of("failing", Map.of("carillon.task.heartbeat.every", "PT0.5S"));
        try (var server = plan.withWar(FixtureWar.of(plan.directory(), "ROOT", FailingTask.class)).start();
                var reader = new EventReader(server.uri("/events"))) {
            Await.until("it has failed three times", Duration.ofSeconds(30), () -> metric(server, "carillon_runs_failed_total") >= 3);
            assertTrue(reader.await(4).get(3).offset() >= 4, "the heartbeat goes on");
            assertEquals(200, Http.get(server.uri("/health/ready")).statusCode());
            var reports = server.log().stream().filter(line -> line.contains("Task failing failed at its fire of")).toList();
            assertTrue(reports.size() >= 3 && reports.size() == reports.stream().distinct().count(), "each failure is logged once: " + reports);
            assertTrue(server.log().stream().anyMatch(line -> line.contains("org.carillon.lifecycle.FailingTask.run(")), "with its stack trace");
        }
    }

    @Test
    void aWrongSettingFailsTheDeploymentInOneLineThatNamesTheCure() throws Exception {
        try (var server = Plan.of("wrong", Map.of("carillon.tasks.workers", "0")).launch()) {
            var sentence = "The setting carillon.tasks.workers is '0'; allowed is a whole number from 1 to 256.";
            Await.until("the log says what is wrong", RunningServer.START, () -> server.log().stream().anyMatch(line -> line.endsWith(sentence)));
            assertEquals(1, server.log().stream().filter(line -> line.matches(".*(SEVERE|ERROR).*") && line.endsWith(sentence)).count());
            assertFalse(statusIs(server, 200), "it never becomes ready");
        }
    }

    @Test
    void aSecondServerOnTheSameDatabaseIsRefusedAndTheFirstGoesOn() throws Exception {
        var first = Plan.of("first", Map.of("carillon.task.heartbeat.every", "PT0.5S"));
        var directory = first.directory().resolve("carillon-data").toString();
        try (var server = first.start(); var second = Plan.of("second", Map.of("carillon.database.directory", directory)).launch()) {
            Await.until("the second says why", RunningServer.START, () -> second.log().stream().anyMatch(line -> line.contains("a folder that no other process uses")));
            try (var reader = new EventReader(server.uri("/events"))) {
                reader.await(3);
            }
        }
    }

    private static void assertGoesOn(RunningServer server, String last) throws IOException {
        try (var reader = new EventReader(server.uri("/events"), "Last-Event-ID", last)) {
            var events = reader.await(2);
            long offset = Long.parseLong(last.substring(last.indexOf(':') + 1));
            assertEquals("message", events.get(0).type(), "no gap: " + events);
            assertEquals(List.of(offset + 1, offset + 2), events.stream().map(EventReader.Event::offset).toList(), "offsets go on behind " + last);
        }
    }

    private static RawWebSocket connect(RunningServer server) {
        var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"));
        socket.send("40");
        return socket;
    }

    private static long metric(RunningServer server, String name) {
        return Http.get(server.uri("/metrics")).body().lines().filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1))).findFirst().orElse(-1);
    }

    private static boolean statusIs(RunningServer server, int status) {
        try {
            return Http.get(server.uri("/health/ready")).statusCode() == status;
        } catch (RuntimeException nobody) {
            return false;
        }
    }
}
