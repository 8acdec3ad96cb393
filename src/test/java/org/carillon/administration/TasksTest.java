package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.carillon.api.TaskResult;
import org.carillon.audit.Actor;
import org.carillon.audit.Audit;
import org.carillon.audit.Recorded;
import org.carillon.audit.TestAudit;
import org.carillon.binding.InvalidField;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.monitoring.Counters;
import org.carillon.tasks.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change of a part: JSON merge patch on what is shown. */
class TasksTest {

    private static final Actor SOMEBODY = Actor.admin("192.0.2.1");

    private final TestDatabase database = new TestDatabase();
    private final TestNode node = TestNode.of(database, context -> TaskResult.nothing());
    private final Audit audit = TestAudit.of(database);
    private final Tasks tasks = new Tasks(node.definitions, node.schedules, node.requests,
            new TasksFile(TestConfiguration.of(), node.definitions, audit, new Counters()), audit);

    @AfterEach
    void end() throws Exception {
        node.close();
        database.close();
    }

    private static JsonObject json(String text) {
        return Api.parse(text.replace('\'', '"')).asJsonObject();
    }

    @Test
    void aPatchChangesWhatItNamesAndNothingElse() {
        tasks.create(SOMEBODY, "a", json("{'handler':'yearly','description':'one','misfireGrace':'PT2H','retry':{'maxAttempts':5,'factor':3}}"));
        var patched = tasks.patch(SOMEBODY, "a", json("{'misfireGrace':null,'retry':{'maxAttempts':7},'enabled':false}"), "*").spec();
        assertEquals("one", patched.description());
        assertEquals(Duration.ofHours(1), patched.misfireGrace(), "null is the default again");
        assertEquals("7 3.0", patched.retry().maxAttempts() + " " + patched.retry().factor(), "a rule is patched, too");
        assertTrue(!patched.enabled());
        var change = audit.page("a", Long.MAX_VALUE, 1).get(0);
        assertEquals("task.update true false", change.action() + " " + change.from().getBoolean("enabled") + " " + change.to().getBoolean("enabled"));
        assertEquals(1, tasks.patch(SOMEBODY, "a", json("{'retry':null}"), "*").spec().retry().maxAttempts(), "and so is a whole rule");
    }

    @Test
    void aPatchIsCheckedAsADefinitionIs() {
        tasks.create(SOMEBODY, "a", json("{'handler':'yearly'}"));
        assertEquals("retry.maxAttempts", assertThrows(InvalidField.class, () -> tasks.patch(SOMEBODY, "a", json("{'retry':{'maxAttempts':101}}"), "*")).field());
        assertEquals("handler", assertThrows(InvalidField.class, () -> tasks.patch(SOMEBODY, "a", json("{'handler':null}"), "*")).field());
        assertEquals(428, assertThrows(Refused.class, () -> tasks.patch(SOMEBODY, "a", json("{}"), null)).problem().status());
        assertEquals(412, assertThrows(Refused.class, () -> tasks.patch(SOMEBODY, "a", json("{}"), "\"999\"")).problem().status());
        assertEquals(404, assertThrows(Refused.class, () -> tasks.patch(SOMEBODY, "b", json("{}"), "*")).problem().status());
        database.execute("UPDATE task SET definition = '{}' WHERE id = 'a'");
        assertEquals(409, assertThrows(Refused.class, () -> tasks.patch(SOMEBODY, "a", json("{'handler':'yearly'}"), "*")).problem().status(), "what cannot be read has no parts");
    }

    @Test
    void whatADeploymentChangesIsRecordedToo() {
        database.execute("DELETE FROM schedule WHERE task_id = 'yearly'");
        database.execute("DELETE FROM task WHERE id = 'yearly'");
        node.timetable.arm(tasks::arm);
        node.timetable.arm(tasks::arm);
        database.execute("UPDATE task SET definition = '{\"handler\":\"yearly\",\"description\":\"old\"}'");
        node.timetable.arm(tasks::arm);
        var changes = audit.page("yearly", Long.MAX_VALUE, 10);
        assertEquals(List.of("task.update", "task.create"), changes.stream().map(Recorded::action).toList(), "once each");
        assertEquals(Actor.deployment(), changes.get(0).actor());
        assertEquals("old ", changes.get(0).from().getString("description") + " " + changes.get(0).to().getString("description"));
        database.execute("UPDATE task SET id = 'gone' WHERE id = 'yearly'");
        database.execute("UPDATE schedule SET task_id = 'gone' WHERE task_id = 'yearly'");
        node.timetable.arm(tasks::arm);
        assertEquals("task.delete", audit.page("gone", Long.MAX_VALUE, 1).get(0).action());
    }

    @Test
    void everyHandlerIsListedWithTheSchemaOfItsParameters() {
        tasks.create(SOMEBODY, "a", json("{'handler':'yearly'}"));
        var handler = node.definitions.handlers().get(0);
        assertEquals("yearly true 2", handler.name() + " " + handler.isAnnotated() + " " + handler.tasks(), "its annotation's task and another");
        assertEquals(null, handler.parameters(), "it has none");
    }
}
