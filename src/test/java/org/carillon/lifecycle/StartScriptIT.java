package org.carillon.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.carillon.server.Await;
import org.carillon.server.EventReader;
import org.carillon.server.Http;
import org.carillon.server.ListeningSockets;
import org.carillon.server.RawRequest;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The script that a service manager starts: it ends when it must, and not before. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts are for sh")
class StartScriptIT {

    private static final String TOKEN = "a-token-of-some-length";
    private static final String AUTHORIZATION = "Authorization: Bearer " + TOKEN;
    private static final String RESUME = "/api/tasks/heartbeat/resume";
    private static final String CLIENT = "192.0.2.7";

    /** Payara tells nobody that a deployment has failed, so there the script waits for as long as it may. */
    private static final String DEADLINE_SECONDS = "60";

    @Test
    void aWrongSettingEndsItWithOneLineThatNamesTheCure() throws Exception {
        try (var script = Plan.of("wrong-script", Map.of("carillon.tasks.workers", "0")).launchByScript(Map.of("DEADLINE", DEADLINE_SECONDS))) {
            Await.until("the script ends; its log is in " + script.directory(), Duration.ofMinutes(3), () -> !script.process().isAlive());
            assertEquals(1, script.process().exitValue(), "a service manager notices");
            var sentence = "The setting carillon.tasks.workers is '0'; allowed is a whole number from 1 to 256.";
            assertEquals(1, script.log().stream().filter(line -> line.matches(".*\\[(SEVERE|ERROR)] " + sentence)).count(), script.log().toString());
            assertEquals(0, Http.statusOf(script.uri("/")), "and the server is gone");
        }
    }

    @Test
    void itServesUntilItIsStopped() throws Exception {
        try (var script = Plan.of("script", Map.of("carillon.task.heartbeat.every", "PT0.5S")).launchByScript(Map.of());
                var client = await(script); var reader = new EventReader(script.uri("/events"))) {
            reader.await(2);
            var children = script.process().descendants().toList();
            assertFalse(children.isEmpty(), "the server is the script's");
            script.terminate();
            assertEquals(1001, client.awaitClosed(), "clients are told to come back");
            assertEquals(List.of(), children.stream().filter(ProcessHandle::isAlive).toList(), "the script ends after its server");
        }
    }

    @Test
    void aTrustedProxyTellsSchemeAndAddress() throws Exception {
        var settings = Map.of("carillon.task.heartbeat.every", "PT0.5S", "carillon.admin.token", TOKEN, "carillon.sessions.per-address", "1");
        try (var server = Plan.of("proxied", settings).launchByScript(Map.of("PROXY", "true"))) {
            server.awaitReady();
            assertEquals(200, RawRequest.status(server, "POST", RESUME, AUTHORIZATION, by(CLIENT)));
            var changes = Http.get(server.uri("/api/audit/changes"), "Authorization", "Bearer " + TOKEN).body();
            assertTrue(changes.contains("\"address\":\"" + CLIENT + "\""), "who changes a task is recorded: " + changes);
            try (var reader = new RawRequest(server, "GET", "/events", by(CLIENT))) {
                assertEquals(200, reader.status());
                assertEquals(429, RawRequest.status(server, "GET", "/feed", upgrade(by(CLIENT))), "it has its share, by whatever door");
                assertEquals(101, RawRequest.status(server, "GET", "/feed", upgrade(by("192.0.2.8"))), "and others have theirs");
            }
            var origin = "Origin: https://127.0.0.1:" + server.port();
            assertEquals(200, RawRequest.status(server, "GET", "/events", by("192.0.2.9"), origin, "X-Forwarded-Proto: https"), "the page came by TLS");
            assertEquals(403, RawRequest.status(server, "GET", "/events", by("192.0.2.9"), origin), "and without a word of it not");
            assertEquals(401, RawRequest.status(server, "GET", "/api/tasks", by("127.0.0.1")), "nobody is on this machine because a header says so");
            assertEquals(200, RawRequest.status(server, "GET", "/events"), "who comes without the proxy is served");
            assertEquals(200, RawRequest.status(server, "POST", RESUME, AUTHORIZATION));
            assertTrue(ListeningSockets.of(server.process().toHandle()).stream().allMatch(socket -> socket.getAddress().isLoopbackAddress()), "on loopback still");
        }
    }

    private static RawWebSocket await(RunningServer server) {
        server.awaitReady();
        var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"));
        socket.send("40");
        return socket;
    }

    /** As a proxy tells it to this server. */
    private static String by(String address) {
        return (RunningServer.isPayara() ? "Proxy-ip: " : "X-Forwarded-For: ") + address;
    }

    private static String[] upgrade(String header) {
        return new String[] {header, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"};
    }
}
