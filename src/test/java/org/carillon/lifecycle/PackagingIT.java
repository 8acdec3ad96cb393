package org.carillon.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.pages.Browser;
import org.carillon.server.Await;
import org.carillon.server.EventReader;
import org.carillon.server.FixtureWar;
import org.carillon.server.Http;
import org.carillon.server.ListeningSockets;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.openqa.selenium.By;

/** The WAR under another name on a server as its start script leaves it, and the jar that holds both. */
class PackagingIT {

    private static final String LINE = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\[[A-Z]+] .+";
    private static final int HEAD = 16_384;

    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        var plan = Plan.of("bells", Map.of("carillon.task.heartbeat.every", "PT0.5S"));
        server = plan.withWar(FixtureWar.of(plan.directory().resolve("war"), "bells")).launchByScript(Map.of());
        server.awaitReady();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aWarOfAnotherNameIsServedAtThatPath() throws IOException {
        assertTrue(server.url().endsWith("/bells"), server.url());
        assertTrue(Http.get(server.uri("/")).body().contains("<title>Carillon</title>"), "the page");
        assertTrue(Http.get(server.uri("/socket.io/?EIO=4&transport=polling")).body().startsWith("0{"), "a handshake by polling");
        try (var socket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket")); var reader = new EventReader(server.uri("/events"))) {
            socket.await("a handshake by WebSocket", packet -> packet.startsWith("0{"));
            reader.await(2);
        }
        assertEquals(404, Http.get(URI.create("http://127.0.0.1:" + server.port() + "/events")).statusCode(), "and nowhere else");
    }

    @Test
    void thePageFindsEverythingThere() {
        var browser = Browser.open();
        try {
            browser.get(server.url() + "/");
            Await.until("the page is live", Duration.ofSeconds(20), () -> "live".equals(browser.findElement(By.cssSelector("#state")).getDomAttribute("data-state")));
            Await.until("clients are counted", Duration.ofSeconds(20), () -> browser.findElement(By.cssSelector("#clients")).getText().matches("\\d+"));
        } finally {
            browser.quit();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere there is no /proc/net")
    void itListensOnLoopbackOnly() throws IOException {
        var sockets = ListeningSockets.of(server.process().toHandle());
        assertTrue(sockets.stream().anyMatch(socket -> socket.getPort() == server.port()), "the listener is seen: " + sockets);
        assertTrue(sockets.stream().allMatch(socket -> socket.getAddress().isLoopbackAddress()), sockets.toString());
    }

    @Test
    void theLogHasOneLineAnEvent() {
        assertTrue(server.log().stream().anyMatch(line -> line.matches(LINE) && line.contains("[INFO] Background task started: heartbeat")), "a line of ours: " + server.log());
        assertEquals(List.of(), server.log().stream().filter(line -> !line.matches(LINE)).toList());
    }

    @Test
    void readersThatLeaveAreNoErrors() throws Exception {
        for (int i = 0; i < 5; i++) {
            new EventReader(server.uri("/events")).close();
        }
        try (var reader = new EventReader(server.uri("/events"))) {
            reader.await(3);
        }
        assertEquals(List.of(), server.log().stream().filter(line -> line.matches(".*\\b(ERROR|SEVERE)\\b.*")).toList());
    }

    @Test
    void theServerTellsNeitherItsNameNorItsVersion() {
        var headers = Http.get(server.uri("/")).headers();
        assertEquals(List.of(), Stream.of("Server", "X-Powered-By").flatMap(name -> headers.allValues(name).stream()).toList());
    }

    @Test
    void http2IsNotSpoken() throws Exception {
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        assertEquals(HttpClient.Version.HTTP_1_1, client.send(HttpRequest.newBuilder(server.uri("/health/live")).build(), BodyHandlers.discarding()).version());
    }

    @Test
    void wildFlyTakesAHundredHeaderFields() {
        assumeFalse(RunningServer.isPayara(), "Payara has limits of its own");
        assertEquals(200, statusWith(90, 10), "with the client's own they are below");
        assertNotEquals(200, statusWith(101, 10));
    }

    @Test
    void wildFlyTakesHeadsOf16KiB() {
        assumeFalse(RunningServer.isPayara(), "Payara has limits of its own");
        assertEquals(200, statusWith(1, HEAD - 1_000), "with the rest it is below");
        assertNotEquals(200, statusWith(1, HEAD));
    }

    /** Who is not told of a proxy must not believe one. */
    @Test
    void noProxyIsBelieved() {
        assertEquals(403, Http.statusOf(server.uri("/events"), "Origin", "https://127.0.0.1:" + server.port(), "X-Forwarded-Proto", "https"), "the scheme");
        assertEquals(403, Http.statusOf(server.uri("/events"), "Origin", "http://other.example", "X-Forwarded-Host", "other.example"), "the host");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere there is no /proc/net")
    void theJarServesAloneOnLoopbackAndOpensNothingElse() throws Exception {
        assumeTrue(RunningServer.isPayara(), "the jar holds Payara");
        try (var jar = Plan.of("jar", Map.of("carillon.task.heartbeat.every", "PT0.5S")).launchUberJar()) {
            jar.awaitReady();
            assertTrue(Http.get(jar.uri("/")).body().contains("<title>Carillon</title>"), "the page is at /");
            try (var reader = new EventReader(jar.uri("/events"))) {
                reader.await(2);
            }
            var sockets = ListeningSockets.of(jar.process().toHandle());
            assertEquals(List.of(jar.port()), sockets.stream().map(InetSocketAddress::getPort).toList(), sockets.toString());
            assertTrue(sockets.get(0).getAddress().isLoopbackAddress(), sockets.toString());
            assertEquals(List.of(), jar.log().stream().filter(line -> !line.matches(LINE)).toList(), "one line an event");
            assertFalse(jar.log().isEmpty());
        }
    }

    private static int statusWith(int fields, int length) {
        var headers = IntStream.range(0, fields).boxed().flatMap(n -> Stream.of("X-Field-" + n, "x".repeat(length))).toArray(String[]::new);
        return Http.statusOf(server.uri("/health/live"), headers);
    }
}
