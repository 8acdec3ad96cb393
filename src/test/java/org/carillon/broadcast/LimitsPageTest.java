package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.configuration.Setting;
import org.junit.jupiter.api.Test;

/** An operator reads the page, not the code. */
class LimitsPageTest {

    private static final Map<String, String> DEFAULTS = Stream.of(Setting.values()).collect(Collectors.toMap(setting -> "`" + setting.key() + "`", Setting::standard));

    /** What is set for clients, but for switches and names. */
    private static final Predicate<String> LIMITING = key -> key.matches("`carillon\\.(sessions|socketio|feed)\\..*|`carillon\\.clients\\.backlog`") && !DEFAULTS.get(key).matches("true|false|");

    @Test
    void thePageHasEveryCloseReasonAsTheCodeHasIt() throws IOException {
        var rows = Files.readAllLines(Path.of("src/docs/limits.md")).stream().filter(line -> line.matches("\\| \\d{4} \\|.*")).toList();
        var wanted = Stream.of(Disconnect.values()).sorted(Comparator.comparing(Disconnect::code))
                .map(end -> "| " + end.code() + " | " + end.reason() + " | " + (end.mayComeBack() ? "yes" : "no") + " |").toList();
        assertEquals(wanted, rows, "the last table in src/docs/limits.md");
    }

    @Test
    void thePageHasEverySettingThatAClientCanRunIntoWithItsDefault() throws IOException {
        var rows = Files.readAllLines(Path.of("src/docs/limits.md")).stream().map(line -> line.split(" *\\| *")).filter(cells -> cells.length == 7 && cells[3].startsWith("`carillon.")).toList();
        assertEquals(List.of(), rows.stream().filter(cells -> !DEFAULTS.getOrDefault(cells[3], "no setting").equals(cells[4])).map(List::of).toList(), "defaults that are no more");
        var missing = DEFAULTS.keySet().stream().filter(LIMITING).filter(key -> rows.stream().noneMatch(cells -> cells[3].equals(key))).sorted().toList();
        assertEquals(List.of(), missing, "limits that an operator does not hear of");
    }
}
