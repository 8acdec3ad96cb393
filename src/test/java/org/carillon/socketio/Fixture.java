package org.carillon.socketio;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.carillon.engineio.FixtureEchoDoor;
import org.carillon.engineio.FixtureEchoEndpoint;
import org.carillon.engineio.FixtureEchoFilter;
import org.carillon.engineio.FixtureEchoServlet;
import org.carillon.monitoring.FixtureHealth;
import org.carillon.samples.Chat;
import org.carillon.server.RunningServer.Plan;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The server that the public test suites of the two protocols want: the built WAR and the classes {@code Fixture*}, in {@code
 * target/fixture.war}, at {@code /} on port 3000 until its process is ended.
 *
 * <pre>mvn verify -DskipTests
 * mvn -q test-compile exec:java -Dexec.mainClass=org.carillon.socketio.Fixture -Dexec.classpathScope=test -Dserver=payara</pre>
 *
 * <p>{@code -Dserver=wildfly} for the other one. The suites are in the repository {@code socketio/socket.io}, {@code
 * docs/engine.io-protocol/v4-test-suite} and {@code docs/socket.io-protocol/v5-test-suite}: {@code npm install && npm test}.
 */
public final class Fixture {

    private static final int PORT = 3_000;

    /** The suites' numbers; and no broadcasts, which they do not expect. */
    private static final Map<String, String> SETTINGS = Map.of(
            "carillon.socketio.ping-interval", "PT0.3S",
            "carillon.socketio.ping-timeout", "PT0.2S",
            "carillon.socketio.connect-timeout", "PT1S",
            "carillon.task.heartbeat.every", "P365D");

    private Fixture() {
    }

    public static void main(String[] arguments) throws Exception {
        var target = Path.of("target").toAbsolutePath();
        standard("carillon.war", target.resolve("ROOT.war"));
        standard("payara.jar", target.resolve("payara-micro.jar"));
        standard("wildfly.home", target.resolve("wildfly-39.0.1.Final"));
        standard("server.config", Path.of("server-config").toAbsolutePath());
        standard("work.directory", target.resolve("it"));
        System.setProperty("arquillian.launch", System.getProperty("server", "payara"));
        try (var server = Plan.of("fixture", SETTINGS).withWar(war(target)).launch(PORT)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.awaitReady();
            System.out.println("The fixture is at " + server.url());
            server.process().waitFor();
        }
    }

    /** Builds the archive; the copy has the name that both servers deploy at the root. */
    static Path war(Path target) throws IOException {
        var war = ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("carillon.war")))
                .addClasses(FixtureAccess.class, FixtureEvents.class, FixtureRecovery.class, FixtureHealth.class, Chat.class, FixtureEchoDoor.class, FixtureEchoServlet.class, FixtureEchoEndpoint.class, FixtureEchoFilter.class)
                .setWebXML(Path.of("src", "test", "resources", "fixture", "web.xml").toFile());
        var file = target.resolve("fixture.war");
        war.as(ZipExporter.class).exportTo(file.toFile(), true);
        var root = Files.createDirectories(target.resolve("fixture")).resolve("ROOT.war");
        Files.deleteIfExists(root);
        return Files.copy(file, root);
    }

    private static void standard(String key, Path value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value.toString());
        }
    }
}
