package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.carillon.api.BackgroundTask;
import org.carillon.api.ParameterizedTask;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.binding.InvalidField;
import org.carillon.configuration.TestDatabase;
import org.carillon.runs.RunFilter;
import org.carillon.server.Await;
import org.carillon.tasks.TaskDefinition.Source;
import org.carillon.tasks.TaskRefused.Reason;
import org.carillon.tasks.TestNode.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final TestDatabase database = new TestDatabase();
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    record Mail(String to, int copies) {

        Mail {
            if (to != null && !to.contains("@")) {
                throw new IllegalArgumentException("an address has an @");
            }
        }
    }

    @Task(id = "mail")
    static final class Mailer implements ParameterizedTask<Mail> {

        volatile Mail sent;

        @Override
        public TaskResult run(Mail mail, TaskContext context) {
            sent = mail;
            return TaskResult.nothing();
        }
    }

    @AfterEach
    void end() throws SQLException {
        release.countDown();
        database.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'handler':'nobody'}                                                | The field 'handler' names 'nobody', which is no handler of this deployment; there are yearly.",
        "{}                                                                  | The field 'handler' must be 1 to 64 of a-z, 0-9 and -.",
        "{'handler':7}                                                       | The field 'handler' must be a text.",
        "{'handler':'yearly','colour':'red'}                                 | The field 'colour' means nothing; allowed are handler, description, enabled, trigger, parameters, scope, misfireGrace, coalesce, maxCatchUp, overlap, retry, timeout, onLost, retention.",
        "{'handler':'yearly','trigger':{'type':'cron','cron':'61 * * * *'}}  | The field 'trigger.cron' is refused",
        "{'handler':'yearly','trigger':{'type':'cron','cron':'0 2 30 2 *'}}  | The field 'trigger.cron' is refused",
        "{'handler':'yearly','trigger':{'type':'cron','cron':'0 2 * * *','zone':'Mars/Base'}} | The field 'trigger.zone' is refused",
        "{'handler':'yearly','misfireGrace':'PT0S'}                          | The field 'misfireGrace' must be from PT0.001S to PT87600H, in whole milliseconds.",
        "{'handler':'yearly','overlap':{'policy':'SKIP','max':2}}            | The field 'overlap.max' must be 1 for SKIP; more is for ALLOW.",
        "{'handler':'yearly','overlap':{'policy':'ALLOW','max':1001}}        | The field 'overlap.max' must be from 1 to 1000.",
        "{'handler':'yearly','retry':{'maxAttempts':101}}                    | The field 'retry.maxAttempts' must be from 1 to 100.",
        "{'handler':'yearly','timeout':{'soft':'PT2S','hard':'PT1S'}}        | The field 'timeout.soft' must be shorter than hard.",
        "{'handler':'yearly','coalesce':'NONE'}                              | The field 'coalesce' must be one of LATEST, EARLIEST, ALL.",
        "{'handler':'yearly','scope':'NODE','overlap':{'policy':'QUEUE'}}    | The field 'overlap' must not be QUEUE with scope NODE",
        "{'handler':'yearly','parameters':{'to':'x'}}                        | The field 'parameters' must be empty: the handler 'yearly' has none."})
    void aDefinitionThatCannotBeIsRefusedWithItsField(String definition, String message) {
        try (var node = node(context -> TaskResult.nothing())) {
            var wrong = assertThrows(InvalidField.class, () -> node.definitions.define("task", TestNode.json(definition), Source.REST, 0), definition);
            assertTrue(wrong.getMessage().startsWith(message), wrong.getMessage());
            assertTrue(node.definitions.find("task").isEmpty(), "and nothing is kept");
        }
    }

    @Test
    void anIdWithOddCharactersIsRefused() {
        try (var node = node(context -> TaskResult.nothing())) {
            for (var id : List.of("", "Upper", "a/b", "a b", "a".repeat(65), "ä", "a'; DROP TABLE task; --")) {
                assertThrows(InvalidField.class, () -> node.definitions.define(id, TestNode.json("{'handler':'yearly'}"), Source.REST, 0), id);
            }
            assertEquals("a".repeat(64), node.define("a".repeat(64)).id(), "64 are allowed");
        }
    }

    @Test
    void parametersAreCheckedWhenTheyAreGivenAndBoundWhenTheyAreUsed() {
        var mailer = new Mailer();
        try (var node = new TestNode(database, 4, new Handler(Mailer.class, mailer)).start()) {
            for (var wrong : List.of("{'to':7,'copies':1}", "{'to':'a@b'}", "{'to':'nobody','copies':1}", "{'to':'a@b','copies':1.5}", "{'to':'a@b','copies':1,'cc':'x'}")) {
                var refused = assertThrows(InvalidField.class, () -> node.definitions.define("mail", TestNode.json("{'handler':'mail','parameters':" + wrong + "}"), Source.REST, 0), wrong);
                assertTrue(refused.getMessage().contains("'parameters"), refused.getMessage());
            }
            node.definitions.define("mail", TestNode.json("{'handler':'mail','parameters':{'to':'a@b','copies':2}}"), Source.REST, 0);
            node.requests.runNow("mail", null, null, null);
            node.turn();
            node.awaitIdle();
            assertEquals(new Mail("a@b", 2), mailer.sent, "the task's own");
            node.requests.runNow("mail", TestNode.json("{'to':'c@d','copies':0}"), null, null);
            node.turn();
            node.awaitIdle();
            assertEquals(new Mail("c@d", 0), mailer.sent, "or those that somebody asks for");
        }
    }

    @Test
    void whoHasNotSeenTheLatestVersionChangesNothing() {
        try (var node = node(context -> TaskResult.nothing())) {
            var first = node.define("task");
            var second = node.definitions.define("task", TestNode.json("{'handler':'yearly','description':'new'}"), Source.REST, first.version());
            assertTrue(second.version() > first.version(), "each change has its version");
            for (long old : new long[] {0, first.version(), second.version() + 1}) {
                var refused = assertThrows(TaskRefused.class, () -> node.definitions.define("task", TestNode.json("{'handler':'yearly'}"), Source.REST, old));
                assertEquals(Reason.CHANGED, refused.reason());
                assertEquals(Reason.CHANGED, assertThrows(TaskRefused.class, () -> node.definitions.remove("task", old)).reason());
            }
            assertEquals("new", node.definitions.find("task").orElseThrow().spec().description(), "nothing is lost");
            node.definitions.remove("task", second.version());
            assertTrue(node.define("task").version() > second.version(), "a version is never given twice, not even to a task that comes back");
        }
    }

    @Test
    void aRestDefinitionWinsOverTheAnnotationUntilItIsRemoved() {
        try (var node = node(context -> TaskResult.nothing())) {
            node.define(TestNode.TASK, "'description':'mine'");
            node.arm();
            var mine = node.definitions.find(TestNode.TASK).orElseThrow();
            assertEquals("mine", mine.spec().description(), "a restart does not undo it");
            var refused = assertThrows(TaskRefused.class, () -> node.definitions.define(TestNode.TASK, TestNode.json("{'handler':'yearly'}"), Source.FILE, mine.version()));
            assertEquals(Reason.CONFLICT, refused.reason(), "nor does a file");
            node.definitions.remove(TestNode.TASK, mine.version());
            var annotated = node.definitions.find(TestNode.TASK).orElseThrow();
            assertEquals(Source.ANNOTATION, annotated.source(), "the annotation is back");
            assertEquals(Reason.CONFLICT, assertThrows(TaskRefused.class, () -> node.definitions.remove(TestNode.TASK, annotated.version())).reason(), "and stays");
        }
    }

    @Test
    void anUnchangedAnnotationChangesNothing() {
        try (var node = node(context -> TaskResult.nothing())) {
            long version = node.definitions.find(TestNode.TASK).orElseThrow().version();
            var due = node.makeDue(TestNode.TASK, 1);
            node.arm();
            assertEquals(version, node.definitions.find(TestNode.TASK).orElseThrow().version(), "at a restart");
            node.timetable.tick();
            node.awaitIdle();
            assertEquals("SUCCEEDED", node.state(due), "and what was due is not forgotten");
        }
    }

    @Task(id = TestNode.TASK)
    static final class NoMoreYearly {
    }

    @Test
    void anAnnotationThatIsTakenAwayTakesItsTaskAway() {
        try (var before = node(context -> TaskResult.nothing())) {
            before.define("mine");
        }
        try (var other = new TestNode(database, 4, new Handler(TestNode.Other.class, context -> TaskResult.nothing())).start()) {
            assertTrue(other.definitions.find(TestNode.TASK).isPresent(), "a deployment without the handler knows nothing of its annotations");
        }
        try (var after = new TestNode(database, 4, new Handler(NoMoreYearly.class, context -> TaskResult.nothing())).start()) {
            assertTrue(after.definitions.find(TestNode.TASK).isEmpty(), "it does not fire on");
            assertTrue(after.definitions.find("mine").isPresent(), "what somebody else has defined stays");
            assertTrue(after.definitions.find("other").isPresent());
        }
    }

    @Test
    void anEditKeepsTheScheduleUnlessItChangesTheTrigger() {
        try (var node = node(context -> TaskResult.nothing()); var other = node(context -> TaskResult.nothing())) {
            node.define("task", "'overlap':{'policy':'QUEUE'}");
            var due = node.makeDue("task", 1);
            node.define("task", "'overlap':{'policy':'SKIP'}");
            assertEquals(List.of(due), node.schedules.preview("task", 1), "the next fire stands");
            node.define("task", "'trigger':{'type':'interval','every':'PT1H'}");
            assertNotEquals(List.of(due), node.schedules.preview("task", 1), "another trigger begins anew");
            other.fire("task", 2);
            assertEquals(other.definitions.find("task").orElseThrow().version(), node.runs.page(RunFilter.of("task", 1)).get(0).taskVersion(),
                    "another node runs the latest version at the next fire");
        }
    }

    @Test
    void aRunUnderWaySurvivesTheEditAndTheRemovalOfItsTask() {
        try (var node = node(this::wait)) {
            node.define("task");
            var fire = node.makeDue("task", 1);
            node.timetable.tick();
            Await.until("it works", DEADLINE, () -> began.getCount() == 0);
            var edited = node.define("task", "'trigger':{'type':'interval','every':'PT1H'}");
            node.definitions.remove("task", edited.version());
            release.countDown();
            node.awaitIdle();
            assertEquals("SUCCEEDED", node.state(fire), "it ends as it was begun");
            node.turn();
            assertEquals(1, node.runs("task_id = 'task'"), "and the removed task does not fire again");
        }
    }

    @Test
    void aTaskWhoseHandlerIsElsewhereIsLeftAlone() {
        try (var node = node(context -> TaskResult.nothing())) {
            node.define("task");
            var fire = node.makeDue("task", 1);
            database.execute("UPDATE schedule SET handler = 'elsewhere' WHERE task_id = 'task'");
            database.execute("UPDATE task SET handler = 'elsewhere', definition = REPLACE(definition, 'yearly', 'elsewhere'), version = version + 1 WHERE id = 'task'");
            node.timetable.tick();
            assertEquals(0, node.runs("TRUE"), "a node that has it will run it");
            assertEquals(List.of(fire), node.schedules.preview("task", 1), "its fire stays due");
            assertEquals(Schedules.Health.NO_HANDLER, node.schedules.explain("task").health());
            assertEquals("SUCCEEDED", node.state(node.fire(2)), "and the others go on");
        }
    }

    @Test
    void tasksArePagedByTheirIds() {
        try (var node = node(context -> TaskResult.nothing())) {
            IntStream.range(0, 5).forEach(n -> node.define("task-" + n));
            assertEquals(List.of("task-0", "task-1"), ids(node, ""), "the first page");
            assertEquals(List.of("task-4", TestNode.TASK), ids(node, "task-3"), "the last");
        }
    }

    private static List<String> ids(TestNode node, String after) {
        return node.definitions.page(after, 2).stream().map(TaskDefinition::id).toList();
    }

    private TestNode node(BackgroundTask work) {
        return TestNode.of(database, work);
    }

    private TaskResult wait(TaskContext context) throws InterruptedException {
        began.countDown();
        release.await();
        return TaskResult.nothing();
    }
}
