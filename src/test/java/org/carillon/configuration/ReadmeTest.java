package org.carillon.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An operator reads the README, not the code. */
class ReadmeTest {

    @Test
    void theReadmeHasEverySettingAsTheCodeHasIt() throws IOException {
        var rows = Files.readAllLines(Path.of("README.md")).stream().filter(line -> line.startsWith("| `carillon.")).filter(line -> !line.contains("`carillon.task.<id>")
                && !line.contains("`carillon.channel.<name>") && !line.contains("`carillon.config`")).toList();
        assertEquals(wanted(), rows, "the table in README.md");
    }

    private static List<String> wanted() {
        return Stream.of(Setting.values()).map(setting -> "| `" + setting.key() + "` | " + (setting.standard().isEmpty() ? "(none)" : "`" + setting.standard() + "`")
                + " | " + setting.allowed() + " | " + setting.reason() + " |").toList();
    }
}
