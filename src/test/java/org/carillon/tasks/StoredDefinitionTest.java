package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.carillon.api.ParameterizedTask;
import org.carillon.api.Policy.Scope;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;
import org.carillon.binding.InvalidField;
import org.carillon.binding.Binder;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.journal.TestJournal;
import org.carillon.tasks.TaskDefinition.Source;
import org.carillon.tasks.TaskRefused.Reason;
import org.carillon.tasks.TestNode.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the database has of definitions: how much, and what becomes of what cannot be read. */
@ParameterizedClass
@EnumSource(Vendor.class)
class StoredDefinitionTest {

    record Letter(String text) {
    }

    @Task(id = "mail")
    static final class Mailer implements ParameterizedTask<Letter> {

        @Override
        public TaskResult run(Letter letter, TaskContext context) {
            return TaskResult.nothing();
        }
    }

    private final TestDatabase database;
    private final TestNode node;

    StoredDefinitionTest(Vendor vendor) {
        database = new TestDatabase(vendor);
        node = new TestNode(database, 4, new Handler(TestNode.Yearly.class, context -> TaskResult.nothing()), new Handler(Mailer.class, new Mailer())).start();
    }

    @AfterEach
    void end() throws SQLException {
        node.close();
        database.close();
    }

    private void store(String id, String definition) {
        database.execute("UPDATE task SET definition = ?, version = version + 100 WHERE id = ?", definition.replace('\'', '"'), id);
        database.execute("UPDATE schedule SET version = version + 100 WHERE task_id = ?", id);
    }

    private void breaks(String id, Scope scope) {
        node.define(id, "'scope':'" + scope + "'");
        node.makeDue(id, 1);
        store(id, "{}");
    }

    @Test
    void onlyWhatIsNotTheDefaultIsStored() {
        node.define("task", "'retry':{}", "'overlap':{'policy':'SKIP','max':1}", "'coalesce':'LATEST'", "'misfireGrace':'PT2H'");
        assertEquals("{'handler':'yearly','trigger':{'type':'interval','every':'P365D'},'misfireGrace':'PT2H','retry':{}}".replace('\'', '"'),
                database.one(String.class, "SELECT definition FROM task WHERE id = 'task'"));
        assertEquals(3, node.definitions.find("task").orElseThrow().spec().retry().maxAttempts(), "and is read as it was meant");
    }

    @Test
    void whatALaterVersionHasAddedIsLeftOut() {
        node.define("task");
        store("task", "{'handler':'yearly','colour':'red','misfireGrace':'P3650D','retry':{'maxAttempts':7,'fallback':{}},'trigger':{'type':'interval','every':'P365D'}}");
        assertEquals(7, node.definitions.find("task").orElseThrow().spec().retry().maxAttempts(), "what is known holds");
        assertEquals("SUCCEEDED", node.state(node.fire("task", 1)), "and a rolling upgrade keeps nobody from its fires");
    }

    @Test
    void aTaskThatCannotBeReadKeepsNobodyFromItsFires() {
        breaks("broken", Scope.CLUSTER);
        breaks("broken-here", Scope.NODE);
        node.clock.advanceMillis(1_000);
        assertEquals("SUCCEEDED", node.state(node.fire(2)), "the others go on");
        assertEquals(1, database.one(Integer.class, "SELECT COUNT(*) FROM schedule WHERE task_id = 'broken' AND due_at > CURRENT_TIMESTAMP AND next_fire_at < due_at"),
                "it is tried again later, with its fire");
    }

    @Test
    void aTaskThatCannotBeReadIsShownAndCanBeMended() {
        breaks("broken", Scope.CLUSTER);
        assertEquals(List.of("broken", TestNode.TASK), node.definitions.page("", 10).stream().map(TaskDefinition::id).toList(), "the list is whole");
        var why = node.schedules.explain("broken");
        assertEquals("BROKEN", why.health().name());
        assertTrue(why.text().contains("'handler'"), why.text());
        assertEquals(List.of(), node.schedules.preview("broken", 5));
        assertEquals(Reason.CONFLICT, assertThrows(TaskRefused.class, () -> node.requests.runNow("broken", null, null, null)).reason());
        assertEquals("yearly", node.define("broken").spec().handler(), "a new definition mends it");
        breaks("gone", Scope.NODE);
        node.definitions.remove("gone", node.definitions.find("gone").orElseThrow().version());
        assertTrue(node.definitions.find("gone").isEmpty(), "or it is removed");
    }

    @Test
    void retentionGoesOnBehindATaskThatCannotBeRead() {
        node.define("a");
        node.define("z", "'retention':{'runs':1}");
        for (var id : List.of("a", "z")) {
            node.fire(id, 1);
            node.fire(id, 2);
        }
        store("a", "{}");
        database.execute("UPDATE schedule SET next_fire_at = NULL, due_at = NULL");
        node.retention().prune();
        assertEquals(1, node.runs("task_id = 'z'"), "its own rule holds for each task");
        assertEquals(2, node.runs("task_id = 'a'"), "and the settings' for one that cannot be read");
    }

    @Test
    void aDefinitionIsStoredUpToItsLimitAndNoFurther() {
        var frame = "{'handler':'mail','parameters':{'text':'%s'}}";
        int room = Definitions.MAX_BYTES - frame.length() + 2;
        for (var letters : List.of("x".repeat(room), "ä".repeat(room / 2) + "x".repeat(room % 2))) {
            long version = node.definitions.find("mail").map(TaskDefinition::version).orElse(0L);
            var document = TestNode.json(frame.formatted(letters));
            assertEquals(Definitions.MAX_BYTES, document.toString().getBytes(StandardCharsets.UTF_8).length);
            node.definitions.define("mail", document, Source.REST, version);
            assertEquals(letters, node.definitions.find("mail").orElseThrow().spec().parameters().getString("text"));
            var shown = Binder.toJson(node.definitions.find("mail").orElseThrow().spec());
            assertEquals(letters, node.definitions.check("mail", shown, Source.REST).spec().parameters().getString("text"), "what is shown with its defaults can be sent back");
            var wrong = assertThrows(InvalidField.class, () -> node.definitions.check("mail", TestNode.json(frame.formatted(letters + "x")), Source.REST));
            assertTrue(wrong.getMessage().contains("more than 65536 bytes"), wrong.getMessage());
        }
    }

    @Test
    void theParametersOfARunHaveTheSameLimit() {
        node.definitions.define("mail", TestNode.json("{'handler':'mail'}"), Source.REST, 0);
        var frame = "{'text':'%s'}";
        var letters = "x".repeat(Definitions.MAX_BYTES - frame.length() + 2);
        node.requests.runNow("mail", TestNode.json(frame.formatted(letters)), null, null);
        node.timetable.tick();
        node.awaitIdle();
        assertEquals(1, node.runs("state = 'SUCCEEDED'"));
        var wrong = assertThrows(InvalidField.class, () -> node.requests.runNow("mail", TestNode.json(frame.formatted(letters + "x")), null, null));
        assertEquals("parameters", wrong.field());
    }
}
