package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the README tells operators to type. */
@ExtendWith(Api.class)
class CommandsIT {

    private static final Path CURL = Path.of("/usr/bin/curl");

    @Test
    void theReadmesCommandsWork(Api api) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(CURL), "Install curl to test the README's commands.");
        var readme = Files.readString(Path.of("README.md"));
        var block = readme.substring(readme.indexOf("```sh", readme.indexOf("## Administer")) + 5);
        var commands = block.substring(0, block.indexOf("```")).strip();
        assertTrue(commands.lines().filter(line -> line.startsWith("curl ")).count() >= 5, commands);

        var script = "set -e\n" + commands.replace("http://localhost:8080", api.server().url()).replace("curl ", CURL + " -sS --fail-with-body ");
        var builder = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true);
        builder.environment().put("CARILLON_ADMIN_TOKEN", Api.TOKEN);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(40, TimeUnit.SECONDS), "they end");
        assertEquals(0, process.exitValue(), said);
        assertTrue(said.contains("\"health\":\"PAUSED\"") && said.contains("\"action\":\"task.delete\""), said);
    }
}
