package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import org.carillon.api.TaskResult;
import org.carillon.binding.InvalidField;
import org.carillon.configuration.TestDatabase;
import org.carillon.tasks.TaskDefinition.Source;
import org.carillon.tasks.TestNode;
import org.carillon.triggers.Triggers;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;

class ProblemMapperTest {

    private static JsonObject json(String text) {
        return Api.parse(text.replace('\'', '"')).asJsonObject();
    }

    @Test
    void aWrongFieldIsNamed() {
        var problem = ProblemMapper.problem(new InvalidField("trigger.cron", "must be better"));
        assertEquals("{'title':'Bad request','status':400,'detail':'The field 'trigger.cron' must be better.','field':'trigger.cron'}", problem.json().toString().replace('"', '\''));
        assertNull(ProblemMapper.problem(new InvalidField("", "is too large")).field());
        var trigger = assertThrows(RuntimeException.class, () -> Triggers.of(json("{'type': 'cron', 'cron': '99 * * * *'}")));
        assertEquals("cron", ProblemMapper.problem(trigger).field());
    }

    @Test
    void whatTasksRefuseHasAStatusEach() throws Exception {
        try (var database = new TestDatabase(); var node = TestNode.of(database, context -> TaskResult.nothing())) {
            assertEquals(404, status(() -> node.schedules.pause("nobody")));
            assertEquals(412, status(() -> node.definitions.define("yearly", json("{'handler': 'yearly'}"), Source.REST, 99)));
            long version = node.definitions.find("yearly").orElseThrow().version();
            assertEquals(409, status(() -> node.definitions.remove("yearly", version)));
        }
    }

    private static int status(Runnable refused) {
        return ProblemMapper.problem(assertThrows(RuntimeException.class, refused::run)).status();
    }

    @Test
    void aDatabaseThatIsAwayIsNoFailureOfTheCall() throws Exception {
        try (var database = new TestDatabase(); var node = TestNode.of(database, context -> TaskResult.nothing())) {
            database.goAway();
            assertEquals(503, ProblemMapper.problem(assertThrows(JdbiException.class, () -> node.definitions.find("yearly"))).status());
        }
    }

    @Test
    void whatFailsInsideShowsNothingOfIt() {
        for (Throwable thrown : new Throwable[] {new IllegalStateException("secret"), new StackOverflowError("secret"),
            new UnableToExecuteStatementException(new SQLException("secret", "42000"), null)}) {
            var problem = ProblemMapper.problem(thrown);
            assertEquals(500, problem.status());
            assertFalse(problem.json().toString().contains("secret"));
            assertTrue(problem.detail().contains("log"), "it says where to look");
        }
    }
}
