package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.api.TaskResult;
import org.carillon.audit.Actor;
import org.carillon.audit.Audit;
import org.carillon.audit.TestAudit;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.TestCounters;
import org.carillon.server.Await;
import org.carillon.tasks.TaskDefinition;
import org.carillon.tasks.TaskDefinition.Source;
import org.carillon.tasks.TestNode;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tasks file changes, and who wins: annotation, file, REST. */
class TasksFileTest {

    private static final String A = "- {id: a, handler: yearly, description: one}\n";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Actor SOMEBODY = Actor.admin("192.0.2.1");

    private final TestDatabase database = new TestDatabase();
    private final TestNode node = TestNode.of(database, context -> TaskResult.nothing());
    private final Counters counters = new Counters();
    private final Audit audit = TestAudit.of(database);
    @TempDir
    private Path folder;
    private Path path;
    private TasksFile file;
    private Tasks tasks;

    @BeforeEach
    void begin() {
        path = folder.resolve("tasks.yaml");
        file = new TasksFile(TestConfiguration.of("carillon.tasks.file", path.toString()), node.definitions, audit, counters);
        tasks = new Tasks(node.definitions, node.schedules, node.requests, file, audit);
    }

    @AfterEach
    void end() throws Exception {
        node.close();
        database.close();
    }

    /** Writes the file and looks as often as it takes. */
    private void write(String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        file.look();
        file.look();
    }

    private TaskDefinition task(String id) {
        return node.definitions.find(id).orElseThrow();
    }

    private long isBad() {
        return TestCounters.value(counters, "carillon_tasks_file_bad");
    }

    private static JsonObject definition(String description) {
        return Json.createObjectBuilder().add("handler", "yearly").add("description", description).build();
    }

    @Test
    void anEditDefinesChangesAndRemoves() {
        write(A + "- {id: b, handler: yearly}\n");
        assertEquals(Source.FILE, task("a").source());
        long untouched = task("b").version();

        write("- {id: a, handler: yearly, description: two}\n- {id: b, handler: yearly}\n");
        assertEquals("two", task("a").spec().description());
        assertEquals(untouched, task("b").version(), "what does not change keeps its version");

        write("[]");
        assertTrue(node.definitions.find("a").isEmpty() && node.definitions.find("b").isEmpty());
        assertEquals("task.delete", audit.page("a", Long.MAX_VALUE, 1).get(0).action());
        assertEquals(new Actor("file", "tasks.yaml"), audit.page("a", Long.MAX_VALUE, 1).get(0).actor());
        assertEquals(3, audit.page("a", Long.MAX_VALUE, 10).size(), "each change is recorded once");
    }

    @Test
    void aTaskThatCannotBeReadKeepsNoFileFromBeingTakenOver() {
        write(A + "- {id: b, handler: yearly}\n");
        database.execute("UPDATE task SET definition = '{}', version = version + 100");
        write(A + "- {id: c, handler: yearly}\n");
        assertEquals(0, isBad());
        assertEquals("one", task("a").spec().description(), "what the file defines is mended");
        assertTrue(node.definitions.find("b").isEmpty() && node.definitions.find("c").isPresent());
    }

    @Test
    void aFileIsReadWhenItHasStoodStillForALook() throws IOException {
        Files.writeString(path, "- {id: a, handl");
        file.look();
        Files.writeString(path, A);
        file.look();
        assertEquals(0, isBad(), "a half-written file is not read");
        assertTrue(node.definitions.find("a").isEmpty());
        file.look();
        assertEquals("one", task("a").spec().description());
    }

    @Test
    void theTwoLooksLeaveHalfOfThePromisedSecondForTheRest() {
        assertTrue(TasksFile.LOOK.multipliedBy(2).toMillis() <= 500, "what a look costs comes on top");
    }

    @Test
    void anEditOfOneTaskAmongAThousandAsksTheDatabaseLittle() {
        var others = IntStream.range(1, 1_000).mapToObj(n -> "- {id: task-" + n + ", handler: yearly}\n").collect(Collectors.joining());
        write(A + others);
        var statements = new AtomicInteger();
        database.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                statements.incrementAndGet();
            }
        });
        write("- {id: a, handler: yearly, description: two}\n" + others);
        assertEquals("two", task("a").spec().description());
        assertTrue(statements.get() < 50, "or it takes longer than the promised second where the database is far away: " + statements);
    }

    @Test
    void aBadFileLeavesWhatWasDefined() {
        write(A);
        long version = task("a").version();
        write("- {id: a, handler: yearly, description: two}\n- {id: b, handler: nobody}\n");
        assertEquals(version, task("a").version(), "not even its good part is taken over");
        assertEquals(1, isBad());
        write(A);
        assertEquals(0, isBad(), "mending it ends that");
        assertEquals(version, task("a").version());
    }

    @Test
    void aFileThatIsGoneIsBadAndRemovesNothing() throws IOException {
        write(A);
        Files.delete(path);
        file.look();
        file.look();
        assertEquals(1, isBad());
        assertEquals(Source.FILE, task("a").source());
    }

    @Test
    void aDatabaseThatIsAwayDelaysAnEdit() throws IOException {
        write("[]");
        Files.writeString(path, A);
        file.look();
        database.goAway();
        file.look();
        database.comeBack();
        file.look();
        assertEquals(Source.FILE, task("a").source());
    }

    @Test
    void aFileThatHangsHoldsNoOtherLookUp() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        file.look();
        var one = CompletableFuture.runAsync(file::look);
        var other = CompletableFuture.runAsync(file::look);
        try {
            CompletableFuture.anyOf(one, other).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertFalse(one.isDone() && other.isDone(), "one waits for somebody to write");
        } finally {
            Files.writeString(path, A);
        }
        CompletableFuture.allOf(one, other).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(Source.FILE, task("a").source(), "and it goes on");
    }

    @Test
    void aFileWithTheSameTimeAndSizeIsReadWhenAnythingElseOfItHasChanged() throws IOException {
        write("x]");
        assertEquals(1, isBad());
        var time = Files.getLastModifiedTime(path);
        var changed = Files.getAttribute(path, "unix:ctime");
        Await.until("the clock of files, which some kernels move each 4 ms, has moved on", DEADLINE, () -> {
            Files.writeString(path, "[]");
            Files.setLastModifiedTime(path, time);
            return !changed.equals(Files.getAttribute(path, "unix:ctime"));
        });
        file.look();
        file.look();
        assertEquals(0, isBad());
    }

    @Test
    void theFileWinsOverTheAnnotationWhichComesBack() {
        write("- {id: yearly, handler: yearly, description: mine}\n");
        assertEquals(Source.FILE, task(TestNode.TASK).source());
        node.arm();
        assertEquals("mine", task(TestNode.TASK).spec().description(), "a restart does not undo it");
        write("[]");
        assertEquals(Source.ANNOTATION, task(TestNode.TASK).source());
    }

    @Test
    void restWinsOverTheFileWhichComesBack() {
        write(A);
        tasks.update(SOMEBODY, "a", definition("by hand"), "*");
        assertEquals(Source.REST, task("a").source());
        write("- {id: a, handler: yearly, description: three}\n");
        assertEquals("by hand", task("a").spec().description(), "an edit of the file does not undo it");

        tasks.remove(SOMEBODY, "a", "*");
        assertEquals(Source.FILE, task("a").source());
        assertEquals("three", task("a").spec().description(), "what the file says now is there at once");
    }

    @Test
    void whatTheFileDefinesIsTakenOutThere() {
        write(A);
        var refused = assertThrows(Refused.class, () -> tasks.remove(SOMEBODY, "a", "*"));
        assertEquals(409, refused.problem().status());
        assertEquals(Source.FILE, task("a").source());
    }

    @Test
    void whatRestDefinedBeforeTheFileStaysItsOwn() {
        tasks.create(SOMEBODY, "a", definition("by hand"));
        write(A + "- {id: b, handler: yearly}\n");
        assertEquals("by hand", task("a").spec().description());
        assertEquals(Source.FILE, task("b").source());
        write("[]");
        assertEquals(Source.REST, task("a").source(), "and does not go with the file");
    }
}
