package org.carillon.feeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.server.Await;
import org.carillon.server.EventReader;
import org.carillon.server.Http;
import org.carillon.server.Polling;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All doors at once, and clients that come back, on a server that tells 100 publications a second. */
class DoorsIT {

    private static final int COMPARED = 400;
    private static final int STORM = 500;

    /** Looks into the database for the whole storm; what it misses is in memory. */
    private static final long MOST_READS = 20;

    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        server = Plan.of("doors", Map.of("carillon.task.heartbeat.every", "PT1H")).withWar(withBurstTask()).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyDoorDeliversTheSamePublicationsInTheSameOrder() throws IOException {
        var polling = Polling.connect(server);
        try (var webSocket = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"));
                var feed = FeedIT.subscribed(server, ""); var events = new EventReader(server.uri("/events"))) {
            webSocket.send("40");
            var polled = poll(polling, COMPARED + 200);
            var heard = new LinkedHashMap<String, List<Integer>>();
            heard.put("polling", polled);
            heard.put("WebSocket", ticks(webSocket.messages()));
            heard.put("/feed", FeedIT.publications(feed).stream().map(told -> told.getInt("data")).toList());
            heard.put("/events", events.await(COMPARED).stream().map(event -> event.json().getInt("data")).toList());
            int first = heard.values().stream().mapToInt(door -> door.get(0)).max().orElseThrow();
            int last = heard.values().stream().mapToInt(door -> door.get(door.size() - 1)).min().orElseThrow();
            assertTrue(last - first >= COMPARED / 2, "several hundred are compared: " + first + " to " + last);
            var wanted = IntStream.rangeClosed(first, last).boxed().toList();
            heard.forEach((door, all) -> assertEquals(wanted, all.stream().filter(n -> n >= first && n <= last).toList(), door + " has each once and in order"));
        }
    }

    @Test
    void aReaderThatReturnsAHundredTimesMissesAndDoublesNothing() throws IOException {
        var reader = new EventReader(server.uri("/events"));
        var last = reader.await(1).get(0);
        reader.close();
        var offsets = new ArrayList<Long>();
        for (int i = 0; i < 100; i++) {
            try (var again = new EventReader(server.uri("/events?lastEventId=" + last.id()))) {
                for (var event : again.await(1 + i % 3)) {
                    offsets.add(event.offset());
                    last = event;
                }
            }
        }
        long first = offsets.get(0);
        assertEquals(IntStream.range(0, offsets.size()).mapToObj(i -> first + i).toList(), offsets, "no hole and no double at any seam");
    }

    @Test
    void fiveHundredThatReturnAtOnceCostAFewLooks() throws IOException {
        List<String> seen;
        try (var closing = new Closing(open(STORM, i -> ""))) {
            seen = closing.sockets.stream().map(socket -> readTo(socket, 1).id()).toList();
        }
        try (var meanwhile = new EventReader(server.uri("/events"))) {
            meanwhile.await(300);
        }
        long before = reads();
        long began = System.nanoTime();
        try (var closing = new Closing(open(STORM, i -> "Last-Event-ID: " + seen.get(i) + "\r\n"))) {
            for (int i = 0; i < STORM; i++) {
                var reached = readTo(closing.sockets.get(i), 301);
                assertEquals(offset(seen.get(i)) + 301, offset(reached.id()), "what it missed without a hole, and live ones");
            }
        }
        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        long reads = reads() - before;
        System.out.println(STORM + " returned at once: " + reads + " looks into the database, all had what they missed after " + millis + " ms");
        assertTrue(reads <= MOST_READS, reads + " looks");
    }

    private record Reached(String id, int count) {
    }

    private record Reader(Socket socket, BufferedReader lines) {
    }

    private record Closing(List<Reader> sockets) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            for (var reader : sockets) {
                reader.socket().close();
            }
        }
    }

    @FunctionalInterface
    private interface Header {
        String of(int client);
    }

    private static List<Reader> open(int count, Header header) throws IOException {
        var all = new ArrayList<Reader>();
        for (int i = 0; i < count; i++) {
            var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(("GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header.of(i) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            all.add(new Reader(socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))));
        }
        return all;
    }

    /** Reads this many publications, each the next of the one before. */
    private static Reached readTo(Reader reader, int count) {
        try {
            String id = null;
            int found = 0;
            for (String line = reader.lines().readLine(); line != null; line = reader.lines().readLine()) {
                if (line.startsWith("event: gap")) {
                    throw new AssertionError("a gap after " + id);
                }
                if (line.startsWith("id: ")) {
                    assertTrue(found == 0 || offset(line.substring(4)) == offset(id) + 1, "a hole or a double between " + id + " and " + line);
                    id = line.substring(4);
                } else if (line.startsWith("data: ") && ++found == count) {
                    return new Reached(id, found);
                }
            }
            throw new AssertionError("the stream ended after " + found);
        } catch (IOException broken) {
            throw new AssertionError("the stream broke", broken);
        }
    }

    private static long offset(String id) {
        return Long.parseLong(id.substring(id.indexOf(':') + 1));
    }

    private static List<Integer> poll(Polling polling, int count) {
        var packets = new ArrayList<String>();
        Await.until(count + " ticks come by polling", Duration.ofSeconds(60), () -> {
            for (String packet : polling.get().body().split("\u001e")) {
                packets.add(packet);
                if (packet.equals("2")) {
                    polling.post("3");
                }
            }
            return ticks(packets).size() >= count;
        });
        return ticks(packets);
    }

    private static List<Integer> ticks(List<String> packets) {
        Stream<String> ticks = packets.stream().filter(packet -> packet.startsWith("42[\"tick\","));
        return ticks.map(packet -> Integer.valueOf(packet.substring(10, packet.length() - 1))).toList();
    }

    private static long reads() {
        return Http.get(server.uri("/metrics")).body().lines().filter(line -> line.startsWith("carillon_replay_reads_total "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1))).findFirst().orElseThrow();
    }

    private static Path withBurstTask() {
        var war = Path.of(System.getProperty("work.directory"), System.getProperty("arquillian.launch"), "burst", "ROOT.war");
        war.getParent().toFile().mkdirs();
        ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("carillon.war"))).addClass(BurstTask.class)
                .as(ZipExporter.class).exportTo(war.toFile(), true);
        return war;
    }
}
