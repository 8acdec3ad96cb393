package org.carillon.configuration;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileEscapeTest {

    @TempDir
    private Path folder;

    @Test
    void aFileWithAWrongEscapeIsNamed() throws IOException {
        var file = folder.resolve("carillon.properties");
        Files.writeString(file, "carillon.database.directory=C:\\users\\carillon\n");
        var refused = assertThrows(RuntimeException.class, () -> ConfigurationFile.read(file.toString()));
        assertTrue(refused.getMessage().contains(file.toString()), "the text names the file: " + refused.getMessage());
    }
}
