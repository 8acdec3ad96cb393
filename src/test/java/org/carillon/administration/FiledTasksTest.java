package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.api.TaskResult;
import org.carillon.configuration.TestDatabase;
import org.carillon.tasks.TestNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiledTasksTest {

    private static TestDatabase database;
    private static TestNode node;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        node = TestNode.of(database, context -> TaskResult.nothing());
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        database.close();
    }

    private static FiledTasks read(String name, String text) {
        return FiledTasks.read(name, text.getBytes(StandardCharsets.UTF_8), node.definitions);
    }

    private static String refusal(String name, String text) {
        var message = assertThrows(InvalidFile.class, () -> read(name, text)).getMessage();
        assertTrue(message.lines().count() == 1 && message.length() < 1_000, "one line: " + message);
        return message;
    }

    @Test
    void yamlAndJsonSayTheSame() {
        var yaml = read("tasks.yaml", """
                # every night
                - id: nightly
                  handler: yearly
                  enabled: true
                  description: "yes"
                  maxCatchUp: 7
                  retry: {maxAttempts: 3, factor: 1.5}
                  trigger: &night
                    type: cron
                    cron: 0 30 2 * * *
                    zone: Europe/Berlin
                - id: twin
                  handler: yearly
                  trigger: *night
                """);
        var json = read("tasks.json", """
                [{"id": "nightly", "handler": "yearly", "enabled": true, "description": "yes", "maxCatchUp": 7, "retry": {"maxAttempts": 3, "factor": 1.5},
                  "trigger": {"type": "cron", "cron": "0 30 2 * * *", "zone": "Europe/Berlin"}},
                 {"id": "twin", "handler": "yearly", "trigger": {"type": "cron", "cron": "0 30 2 * * *", "zone": "Europe/Berlin"}}]
                """);
        assertEquals(json.documents(), yaml.documents());
        assertEquals(Set.of("nightly", "twin"), yaml.documents().keySet());
        assertEquals(json.checked("nightly").spec(), yaml.checked("nightly").spec());
    }

    @ParameterizedTest(name = "{1} on line {0}")
    @CsvSource(delimiter = '|', value = {
        "4 | trigger.cron | - id: a\\n  handler: yearly\\n  trigger:\\n    cron: 99 * * * *\\n    type: cron",
        "3 | trigger.zone | - id: a\\n  handler: yearly\\n  trigger: {type: cron, cron: '@daily', zone: Mars/Phobos}",
        "2 | handler      | - id: a\\n  handler: nobody",
        "1 | handler      | - id: a",
        "3 | handlr       | - id: a\\n  handler: yearly\\n  handlr: x",
        "3 | maxCatchUp   | - id: a\\n  handler: yearly\\n  maxCatchUp: many",
        "5 | timeout.soft | - id: a\\n  handler: yearly\\n  timeout:\\n    hard: PT1S\\n    soft: PT2S",
        "1 | id           | - id: Not An Id\\n  handler: yearly",
        "1 | id           | - handler: yearly",
        "3 | 'a' is there twice | - id: a\\n  handler: yearly\\n- id: a\\n  handler: yearly",
        "3 | 'handler' is there twice | - id: a\\n  handler: yearly\\n  handler: yearly",
        "1 | must be a list | id: a",
        "1 | must be an object | - a",
        "2 | no YAML      | - id: a\\n  handler: [",
        "2 | tag          | - id: a\\n  handler: !!javax.script.ScriptEngineManager [x]",
        "2 | tag          | - id: a\\n  description: !!binary aGk=",
        "2 | maxCatchUp   | - id: a\\n  maxCatchUp: 0x10",
        "1 | alias        | - &a {id: a,\\n  parameters: *a}"})
    void aRefusalNamesLineAndField(int line, String field, String text) {
        var message = refusal("tasks.yaml", text.replace("\\n", "\n"));
        assertTrue(message.startsWith("line " + line + ":"), message);
        assertTrue(message.contains(field), message);
    }

    @ParameterizedTest(name = "{1} on line {0}")
    @CsvSource(delimiter = '|', value = {
        "3 | maxCatchUp | [{\"id\": \"a\",\\n\"handler\": \"yearly\",\\n\"maxCatchUp\": 0}]",
        "2 | 'id' is there twice | [{\"id\": \"a\",\\n\"id\": \"a\"}]",
        "2 | no JSON | [{\"id\": \"a\",\\n}]"})
    void andSoItDoesInJson(int line, String field, String text) {
        var message = refusal("tasks.json", text.replace("\\n", "\n"));
        assertTrue(message.startsWith("line " + line + ":"), message);
        assertTrue(message.contains(field), message);
    }

    @Test
    void whatIsMeantToHurtIsRefused() {
        var laughs = "- &a0 [x]\n" + IntStream.range(1, 9).mapToObj(i -> "- &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n").collect(Collectors.joining());
        assertTrue(refusal("tasks.yaml", laughs).contains("aliases"), "a few aliases stand for millions of values");
        var repeated = "- &list [" + "0,".repeat(3_000) + "]\n" + "- *list\n".repeat(40);
        assertTrue(refusal("tasks.yaml", repeated).contains(String.valueOf(YamlText.MAX_VALUES)), "few aliases of much are counted written out");
        assertTrue(refusal("tasks.yaml", "- " + "[".repeat(100_000)).contains("nested"), "deep YAML ends no stack");
        assertTrue(refusal("tasks.json", "[".repeat(100_000)).contains("nested"), "deep JSON ends no stack");
        assertTrue(refusal("tasks.yaml", "- " + "x".repeat(FiledTasks.MAX_BYTES)).contains(String.valueOf(FiledTasks.MAX_BYTES)));
        assertTrue(refusal("tasks.yaml", "[" + "0,".repeat(FiledTasks.MAX_TASKS + 1) + "]").contains("at most " + FiledTasks.MAX_TASKS));
        assertTrue(refusal("tasks.yaml", "[{id: a, maxCatchUp: " + "9".repeat(100_000) + "}]").contains("decimal"));
        assertThrows(InvalidFile.class, () -> FiledTasks.read("tasks.yaml", new byte[] {'-', ' ', (byte) 0xff}, node.definitions), "not UTF-8");
    }

    @Test
    void aLimitAllowsItselfAndNoMore() {
        var one = "- {id: a, handler: yearly}\n#";
        var largest = one + " ".repeat(FiledTasks.MAX_BYTES - one.length());
        assertEquals(1, read("tasks.yaml", largest).documents().size());
        assertTrue(refusal("tasks.yaml", largest + " ").contains(String.valueOf(FiledTasks.MAX_BYTES)));
        for (var name : List.of("tasks.yaml", "tasks.json")) {
            assertTrue(refusal(name, "[".repeat(32) + "]".repeat(32)).contains("must be an object"), "32 levels are read");
            assertTrue(refusal(name, "[".repeat(33) + "]".repeat(33)).contains("nested"), "33 are not");
        }
        var aliased = "- {id: a, handler: yearly, trigger: &t {type: interval, every: PT1H}}\n"
                + IntStream.range(0, 50).mapToObj(i -> "- {id: t" + i + ", handler: yearly, trigger: *t}\n").collect(Collectors.joining());
        assertEquals(51, read("tasks.yaml", aliased).documents().size(), "50 aliases");
        assertTrue(refusal("tasks.yaml", aliased + "- {id: b, handler: yearly, trigger: *t}\n").contains("aliases"), "and no more");
    }

    @Test
    void anEmptyFileIsAMistakeAndAnEmptyListIsNone() {
        assertTrue(refusal("tasks.yaml", "").contains("[]"));
        assertTrue(refusal("tasks.yaml", "# nothing\n").contains("[]"));
        refusal("tasks.json", "");
        assertTrue(read("tasks.yaml", "[]").documents().isEmpty());
        assertTrue(read("tasks.json", "[]").documents().isEmpty());
    }

    @Test
    void aThousandTasksAreRead() {
        var many = IntStream.range(0, FiledTasks.MAX_TASKS).mapToObj(i -> "- {id: t" + i + ", handler: yearly, trigger: {type: interval, every: PT1H}}\n").collect(Collectors.joining());
        assertEquals(FiledTasks.MAX_TASKS, read("tasks.yml", many).documents().size());
    }
}
