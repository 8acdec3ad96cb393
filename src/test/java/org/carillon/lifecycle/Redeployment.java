package org.carillon.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.carillon.server.Await;
import org.carillon.server.Http;
import org.carillon.server.RunningServer;
import org.carillon.server.RunningServer.Plan;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Puts the application anew into a server that goes on running: by its folder on Payara, by its marker file on WildFly. */
final class Redeployment {

    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private Redeployment() {
    }

    /** The plan with a WAR that this server can redeploy. */
    static Plan redeployable(Plan plan) {
        if (!RunningServer.isPayara()) {
            return plan;
        }
        ShrinkWrap.createFromZipFile(WebArchive.class, plan.war().toFile()).as(ExplodedExporter.class).exportExploded(plan.directory().toFile(), "ROOT");
        return plan.withWar(plan.directory().resolve("ROOT"));
    }

    /** Returns when the new copy, and no longer the old, is ready. */
    static void redeploy(RunningServer server) throws IOException {
        var before = node(server);
        touch(RunningServer.isPayara() ? server.directory().resolve("ROOT/.reload") : server.directory().resolve("base/deployments/ROOT.war.dodeploy"));
        Await.until("another copy than " + before + " is ready; the log is in " + server.directory(), DEADLINE, () -> {
            var now = node(server);
            return !now.isEmpty() && !now.equals(before);
        });
    }

    /** What is new at each start of the application; empty while it is not ready. */
    private static String node(RunningServer server) {
        var health = Http.get(server.uri("/health"));
        if (health.statusCode() != 200) {
            return "";
        }
        int at = health.body().indexOf("\"node\":\"");
        return at < 0 ? "" : health.body().substring(at, at + "\"node\":\"".length() + 36);
    }

    private static void touch(Path marker) throws IOException {
        if (Files.notExists(marker)) {
            Files.createFile(marker);
        }
        Files.setLastModifiedTime(marker, FileTime.from(Instant.now()));
    }
}
