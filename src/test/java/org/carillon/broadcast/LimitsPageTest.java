package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An operator reads the page, not the code. */
class LimitsPageTest {

    @Test
    void thePageHasEveryCloseReasonAsTheCodeHasIt() throws IOException {
        var rows = Files.readAllLines(Path.of("src/docs/limits.md")).stream().filter(line -> line.matches("\\| \\d{4} \\|.*")).toList();
        var wanted = Stream.of(Disconnect.values()).sorted(Comparator.comparing(Disconnect::code))
                .map(end -> "| " + end.code() + " | " + end.reason() + " | " + (end.mayComeBack() ? "yes" : "no") + " |").toList();
        assertEquals(wanted, rows, "the last table in src/docs/limits.md");
    }
}
