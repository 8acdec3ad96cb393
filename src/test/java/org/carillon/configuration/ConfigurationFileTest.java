package org.carillon.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {

    @TempDir
    private Path folder;

    @Test
    void theFileIsReadAsUtf8() throws IOException {
        var file = folder.resolve("carillon.properties");
        Files.writeString(file, "# Glockenspiel\ncarillon.database.directory = /daten/Türme\ncarillon.tasks.workers=7\n");
        assertEquals(Map.of("carillon.database.directory", "/daten/Türme", "carillon.tasks.workers", "7"), ConfigurationFile.read(file.toString()),
                "as editors write it");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void withoutAFileNothingIsSet(String none) {
        assertEquals(Map.of(), ConfigurationFile.read(none), "a file is not needed");
    }

    @Test
    void aFileThatIsNamedAndNotThereFailsTheDeployment() {
        var missing = folder.resolve("missing.properties").toString();
        assertRefused(missing);
    }

    @Test
    void aFileThatCannotBeReadFailsTheDeployment() throws IOException {
        assertRefused(folder.toString());
        var latin = folder.resolve("latin1.properties");
        Files.write(latin, new byte[] {'a', '=', (byte) 0xe4, '\n'});
        assertRefused(latin.toString());
    }

    @Test
    void theFileRanksBelowTheEnvironmentAndAboveWhatIsInTheApplication() {
        int ordinal = new ConfigurationFile().getOrdinal();
        assertTrue(ordinal > 100 && ordinal < 300, "who starts the server has the last word");
    }

    private static void assertRefused(String file) {
        var refused = assertThrows(IllegalStateException.class, () -> ConfigurationFile.read(file), "settings must not be lost in silence");
        assertTrue(refused.getMessage().contains(file) && refused.getMessage().contains("carillon.config"), "the text names file and key: " + refused.getMessage());
    }
}
