package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.api.TaskResult;
import org.carillon.audit.Actor;
import org.carillon.audit.Audit;
import org.carillon.audit.TestAudit;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.monitoring.Counters;
import org.carillon.server.Warnings;
import org.carillon.tasks.TaskDefinition.Source;
import org.carillon.tasks.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A start without the tasks file that an earlier one had. */
@ParameterizedClass
@EnumSource(Vendor.class)
class NoTasksFileTest {

    private static final String A = "- {id: a, handler: yearly}\n";
    private static final String MINE = "- {id: yearly, handler: yearly, description: mine}\n";

    private final Warnings warnings = new Warnings(TasksFile.class);
    private final TestDatabase database;
    private final TestNode node;
    private final Audit audit;
    @TempDir
    private Path folder;

    NoTasksFileTest(Vendor vendor) {
        database = new TestDatabase(vendor);
        node = TestNode.of(database, context -> TaskResult.nothing());
        audit = TestAudit.of(database);
    }

    @AfterEach
    void end() throws Exception {
        warnings.close();
        node.close();
        database.close();
    }

    private TasksFile file(String... settings) {
        return new TasksFile(TestConfiguration.of(settings), node.definitions, audit, new Counters());
    }

    private TasksFile written(String text) throws IOException {
        var path = Files.writeString(folder.resolve("tasks.yaml"), text);
        var file = file("carillon.tasks.file", path.toString());
        file.look();
        file.look();
        return file;
    }

    private Source source(String id) {
        return node.definitions.find(id).orElseThrow().source();
    }

    @Test
    void itsTasksDoNotGoOnUnlessAnotherNodeMayHaveIt() throws IOException {
        written(A + MINE);
        file().arm(database.isShared());
        if (database.isShared()) {
            assertEquals(Source.FILE, source("a"));
            assertEquals(Source.FILE, source(TestNode.TASK));
            assertEquals(1, audit.page("a", Long.MAX_VALUE, 10).size(), "nothing but its definition is on record");
        } else {
            assertTrue(node.definitions.find("a").isEmpty(), "it is as an empty file");
            assertEquals(Source.ANNOTATION, source(TestNode.TASK), "and what it stood over is back");
            var change = audit.page("a", Long.MAX_VALUE, 1).get(0);
            assertEquals("task.delete", change.action());
            assertEquals(Actor.settings(), change.actor());
        }
        assertEquals(1, warnings.texts().size(), warnings.texts().toString());
        assertTrue(warnings.texts().get(0).contains(": a, yearly.") && warnings.texts().get(0).contains("carillon.tasks.file"), warnings.texts().get(0));
        assertEquals(database.isShared(), warnings.texts().get(0).contains("DELETE /api/tasks/<id>"), "who has to act is told how: " + warnings.texts().get(0));
    }

    @Test
    void whatIsRemovedAsTheLineSaysIsGone() throws IOException {
        written(A + MINE);
        var tasks = new Tasks(node.definitions, node.schedules, node.requests, file(), audit);
        tasks.remove(Actor.admin("192.0.2.1"), "a", "*");
        assertTrue(node.definitions.find("a").isEmpty());
        written("[]");
        assertEquals(Source.ANNOTATION, source(TestNode.TASK));
        file().arm(database.isShared());
        assertEquals(List.of(), warnings.texts(), "and the next start has nothing to say");
    }

    @Test
    void aStartWithTheFileLeavesThemToIt() throws IOException {
        written(A).arm(database.isShared());
        assertEquals(Source.FILE, source("a"), "even if it should be away just then");
        assertEquals(List.of(), warnings.texts());
    }

    @Test
    void oneLineNamesNoMoreThanFitsIntoIt() throws IOException {
        written(IntStream.range(100, 130).mapToObj(n -> "- {id: task-" + n + ", handler: yearly}\n").collect(Collectors.joining()));
        file().arm(database.isShared());
        assertTrue(warnings.texts().get(0).contains("task-119 and 10 more."), warnings.texts().get(0));
    }
}
