package org.carillon.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.server.RunningServer.Plan;

/** The command lines of the two servers; both log to standard output and listen on loopback only. */
final class ServerCommand {

    private ServerCommand() {
    }

    static List<String> of(Plan plan, int port) throws IOException {
        return plan.server().equals("payara") ? payara(plan, port) : wildfly(plan, port);
    }

    static List<String> uberJar(Plan plan, int port) {
        var command = RunningServer.javaCommand(plan, port);
        command.addAll(List.of("-jar", System.getProperty("uber.jar"), "--port", String.valueOf(port)));
        return command;
    }

    /** WildFly's own port for administration is none that two may use. */
    static List<String> script(Plan plan) {
        var script = Path.of(System.getProperty("server.config"), plan.server(), "start").toString();
        return plan.server().equals("payara") ? List.of("sh", script, System.getProperty("payara.jar"), plan.war().toString())
                : List.of("sh", script, System.getProperty("wildfly.home"), plan.war().toString(), "base", "-Djboss.management.http.port=0");
    }

    static Map<String, String> scriptEnvironment(Plan plan, int port, Map<String, String> more) {
        var java = RunningServer.javaCommand(plan, port);
        var environment = new HashMap<>(more);
        environment.put("PORT", String.valueOf(port));
        environment.putIfAbsent("DEADLINE", String.valueOf(RunningServer.START.toSeconds()));
        environment.put("JAVA_OPTS", String.join(" ", java.subList(1, java.size())));
        environment.put("PATH", Path.of(java.get(0)).getParent() + File.pathSeparator + System.getenv("PATH"));
        return environment;
    }

    private static List<String> payara(Plan plan, int port) {
        var config = Path.of(System.getProperty("server.config"), "payara");
        var command = RunningServer.javaCommand(plan, port);
        command.addAll(List.of("-jar", System.getProperty("payara.jar"), "--port", String.valueOf(port), "--nohazelcast", "--disablephonehome",
                "--prebootcommandfile", config.resolve("pre-boot.asadmin").toString(),
                "--logproperties", config.resolve("logging.properties").toString(), "--deploy", plan.war().toString()));
        if (Files.isDirectory(plan.war())) {
            command.addAll(List.of("--contextroot", "/", "--hotdeploy"));
        }
        return command;
    }

    private static List<String> wildfly(Plan plan, int port) throws IOException {
        var home = Path.of(System.getProperty("wildfly.home"));
        var base = plan.directory().resolve("base");
        if (Files.notExists(base)) {
            prepare(home, base);
        }
        deploy(plan.war(), base);
        var command = RunningServer.javaCommand(plan, port);
        command.addAll(List.of("-Djboss.home.dir=" + home, "-Djboss.server.base.dir=" + base,
                "-Djboss.http.port=" + port, "-Djboss.https.port=0", "-Djboss.management.http.port=0",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dorg.jboss.boot.log.file=" + base.resolve("log/boot.log"),
                "-Dlogging.configuration=file:" + base.resolve("configuration/logging.properties"),
                "-jar", home.resolve("jboss-modules.jar").toString(), "-mp", home.resolve("modules").toString(), "org.jboss.as.standalone"));
        return command;
    }

    private static void prepare(Path home, Path base) throws IOException {
        Files.createDirectories(base.resolve("configuration"));
        Files.createDirectories(base.resolve("log"));
        Files.createDirectories(base.resolve("deployments"));
        try (var files = Files.list(home.resolve("standalone/configuration"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".properties") || path.endsWith("standalone.xml")).toList()) {
                Files.copy(file, base.resolve("configuration").resolve(file.getFileName()));
            }
        }
    }

    /** A marker of an earlier process would keep the deployment scanner from deploying. */
    private static void deploy(Path war, Path base) throws IOException {
        var target = base.resolve("deployments").resolve(war.getFileName());
        for (String marker : List.of(".deployed", ".failed", ".isdeploying", ".undeployed", ".pending")) {
            Files.deleteIfExists(target.resolveSibling(target.getFileName() + marker));
        }
        Files.copy(war, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
