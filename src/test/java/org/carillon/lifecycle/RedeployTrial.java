package org.carillon.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.carillon.server.Await;
import org.carillon.server.EventReader;
import org.carillon.server.RawWebSocket;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.junit.jupiter.api.Test;

/** One running server, the application put into it again and again. {@code -Dredeploys=10} makes the trial longer; it is run by name, {@code -Dit.test=RedeployTrial}. */
class RedeployTrial {

    private static final int REDEPLOYS = Integer.getInteger("redeploys", 3);

    /** What works for as long as it lives: our timers and planned runs, loops, sessions, and the database with its connections. */
    private static final List<String> WORKING = List.of("org.carillon.Beat", "org.carillon.tasks.Timetable", "org.carillon.tasks.Workers",
            "org.carillon.journal.Tailer", "org.carillon.broadcast.Replayer", "org.carillon.socketio.EngineSession", "org.carillon.feeds.EventStream",
            "org.h2.engine.Database", "org.h2.engine.SessionLocal", "org.h2.jdbc.JdbcConnection");

    @Test
    void nothingOfAnOldCopyIsLeftAndNoClientMissesAnything() throws Exception {
        // Without the option the JVM keeps what is softly reachable, class loaders among it, until memory is short.
        var plan = Redeployment.redeployable(Plan.of("redeploy", Map.of("carillon.task.heartbeat.every", "PT0.5S"))).withJvm("-XX:SoftRefLRUPolicyMSPerMB=0");
        try (var server = plan.start()) {
            String last = eventsOf(server).id();
            var before = Residue.of(server);
            for (int i = 0; i < REDEPLOYS; i++) {
                var client = RawWebSocket.connect(server.webSocket("EIO=4&transport=websocket"));
                client.send("40");
                Redeployment.redeploy(server);
                assertEquals(1001, client.awaitClosed(), "an open client is told to come back");
                last = assertGoesOn(server, last);
            }
            Await.until("only one copy is left working, and one more loader at most", Duration.ofSeconds(40), () -> isClean(before, Residue.of(server)));
        }
    }

    private static boolean isClean(Residue before, Residue after) {
        var left = WORKING.stream().filter(type -> after.rows(type) > 1).toList();
        System.out.println(REDEPLOYS + " redeploys: loaders " + before.loaders() + " -> " + after.loaders() + ", threads " + before.ourThreads().size() + " -> "
                + after.ourThreads().size() + ", working twice: " + left);
        return left.isEmpty() && after.loaders() <= 2 && after.ourThreads().size() <= before.ourThreads().size();
    }

    private static EventReader.Event eventsOf(RunningServer server) throws Exception {
        try (var reader = new EventReader(server.uri("/events"))) {
            return reader.await(2).get(1);
        }
    }

    /** Every publication since then is there, without a gap; returns the position of the last. */
    private static String assertGoesOn(RunningServer server, String last) throws Exception {
        try (var reader = new EventReader(server.uri("/events"), "Last-Event-ID", last)) {
            var events = reader.await(4);
            long offset = Long.parseLong(last.substring(last.indexOf(':') + 1));
            assertEquals(List.of(offset + 1, offset + 2, offset + 3, offset + 4), events.stream().map(EventReader.Event::offset).toList(), "no gap behind " + last);
            return events.get(3).id();
        }
    }
}
