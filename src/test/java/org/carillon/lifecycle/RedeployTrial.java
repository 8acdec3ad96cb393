package org.carillon.lifecycle;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.server.Await;
import org.carillon.server.EventReader;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.junit.jupiter.api.Test;

/** One running server, the application put into it again and again. {@code -Dredeploys=10} makes it longer; it is run by name, {@code -Dit.test=RedeployTrial}. */
class RedeployTrial {

    /** The new copy's and, on servers that keep the last request of a thread, the old one's. */
    private static final int LOADERS = 2;

    private static final int REDEPLOYS = Integer.getInteger("redeploys", 3);

    /**
     * What works for as long as it lives: our timers and planned runs, loops, sessions, and the database with its connections. Beans
     * that a servlet knows are not in the list: the container keeps the last servlet of a connection that is kept alive.
     */
    private static final List<String> WORKING = List.of("org.carillon.Beat", "org.carillon.tasks.Timetable", "org.carillon.runs.Workers",
            "org.carillon.journal.Tailer", "org.carillon.engineio.EngineSession", "org.carillon.feeds.EventStream",
            "org.h2.engine.Database", "org.h2.engine.SessionLocal", "org.h2.jdbc.JdbcConnection");

    @Test
    void whatWorksIsStillCalledSo() {
        assertAll(WORKING.stream().map(type -> () -> Class.forName(type, false, RedeployTrial.class.getClassLoader())));
    }

    @Test
    void nothingOfAnOldCopyIsLeftAndNoClientMissesAnything() throws Exception {
        // Without the option the JVM keeps what is softly reachable, class loaders among it, until memory is short.
        var plan = Redeployment.redeployable(Plan.of("redeploy", Map.of("carillon.task.heartbeat.every", "PT0.5S"))).withJvm("-XX:SoftRefLRUPolicyMSPerMB=0");
        try (var server = plan.start()) {
            var first = eventsOf(server).id();
            var last = first;
            var seen = new ArrayList<Long>();
            var before = Residue.of(server);
            for (int i = 0; i < REDEPLOYS; i++) {
                var client = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"));
                client.send("40");
                Redeployment.redeploy(server);
                assertEquals(1001, client.awaitClosed(), "an open client is told to come back");
                last = goOn(server, last, seen);
            }
            assertEquals(offsets(server, first, seen.size()), seen, "who comes back again and again gets what one gets who asks once");
            Await.until("only one copy is left working, and no more loaders than may be", Duration.ofSeconds(40), () -> isClean(before, Residue.of(server)));
        }
    }

    private static boolean isClean(Residue before, Residue after) {
        var left = WORKING.stream().filter(type -> after.rows(type) > 1).toList();
        System.out.println(REDEPLOYS + " redeploys: loaders " + before.loaders() + " -> " + after.loaders() + ", threads " + before.ourThreads().size() + " -> "
                + after.ourThreads().size() + ", working twice: " + left + ", there twice: " + after.twice());
        return left.isEmpty() && after.loaders() <= LOADERS && after.ourThreads().size() <= before.ourThreads().size();
    }

    private static EventReader.Event eventsOf(RunningServer server) throws Exception {
        try (var reader = new EventReader(server.uri("/events"))) {
            return reader.await(2).get(1);
        }
    }

    /** Reads on behind that position, without a gap; returns the position of the last. */
    private static String goOn(RunningServer server, String last, List<Long> seen) throws Exception {
        try (var reader = new EventReader(server.uri("/events"), "Last-Event-ID", last)) {
            var events = reader.await(4);
            assertEquals(List.of("message", "message", "message", "message"), events.stream().map(EventReader.Event::type).toList(), "no gap behind " + last);
            events.forEach(event -> seen.add(event.offset()));
            return events.get(3).id();
        }
    }

    private static List<Long> offsets(RunningServer server, String behind, int count) throws Exception {
        try (var reader = new EventReader(server.uri("/events"), "Last-Event-ID", behind)) {
            return reader.await(count).stream().map(EventReader.Event::offset).limit(count).toList();
        }
    }
}
