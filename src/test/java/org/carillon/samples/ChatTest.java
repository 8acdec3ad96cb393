package org.carillon.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ChatTest {

    @Test
    void thePageQuotesTheCodeThatIsTested() throws IOException {
        var code = Files.readString(Path.of("src/test/java/org/carillon/samples/Chat.java"));
        var page = Files.readString(Path.of("src/docs/client-events.md"));
        assertTrue(page.contains("```java\n" + code.substring(code.indexOf("@Singleton")) + "```"), "src/docs/client-events.md has Chat.java as it is");
    }
}
