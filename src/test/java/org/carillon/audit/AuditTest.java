package org.carillon.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.carillon.audit.Audit.Change;
import org.carillon.configuration.TestDatabase;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTest {

    private static final Actor SOMEBODY = Actor.admin("192.0.2.1");

    private final TestDatabase database = new TestDatabase();
    private final Audit audit = TestAudit.of(database);

    @AfterEach
    void end() throws Exception {
        database.close();
    }

    private static JsonObject state(String text) {
        return Json.createObjectBuilder().add("is", text).build();
    }

    private String changed() {
        return database.jdbi().inTransaction(handle -> {
            handle.execute("UPDATE scheduler SET changes = changes + 1");
            return "done";
        });
    }

    private long changes() {
        return database.one(Long.class, "SELECT changes FROM scheduler");
    }

    @Test
    void aChangeIsRecordedWithWhoAndWhat() {
        assertEquals("done", audit.record(SOMEBODY, "task.update", "a", () -> Change.of(changed(), state("before"), state("after"))));

        var row = audit.page(null, Long.MAX_VALUE, 10).get(0);
        assertEquals(SOMEBODY, row.actor());
        assertEquals("task.update a", row.action() + " " + row.object());
        assertEquals(state("before"), row.from());
        assertEquals(state("after"), row.to());
    }

    @Test
    void aChangeThatFailsLeavesNeitherItselfNorARow() {
        assertThrows(IllegalStateException.class, () -> audit.record(SOMEBODY, "task.update", "a", () -> {
            changed();
            throw new IllegalStateException("refused");
        }));
        assertEquals(0, changes(), "the inner transaction was part of the outer");
        assertTrue(audit.page(null, Long.MAX_VALUE, 10).isEmpty());
    }

    @Test
    void aRowThatCannotBeWrittenUndoesTheChange() {
        assertThrows(JdbiException.class, () -> audit.record(SOMEBODY, "task.update", "x".repeat(65), () -> Change.of(changed(), null, null)));
        assertEquals(0, changes());
    }

    @Test
    void severalAreAllOrNone() {
        assertThrows(IllegalStateException.class, () -> audit.together(() -> {
            audit.record(SOMEBODY, "task.update", "a", () -> Change.of(changed(), null, null));
            throw new IllegalStateException("the second is refused");
        }));
        assertEquals(0, changes());
        assertTrue(audit.page(null, Long.MAX_VALUE, 10).isEmpty());
    }

    @Test
    void whatChangedNothingIsNotRecorded() {
        audit.record(SOMEBODY, "run.request", "a", () -> Change.none("there already"));
        assertTrue(audit.page(null, Long.MAX_VALUE, 10).isEmpty());
    }

    @Test
    void aStateIsBounded() {
        audit.record(SOMEBODY, "task.update", "a", () -> Change.of("", state("x".repeat(Audit.MAX_STATE - 9)), state("x".repeat(Audit.MAX_STATE - 8))));
        var row = audit.page("a", Long.MAX_VALUE, 1).get(0);
        assertEquals(Audit.MAX_STATE, row.from().toString().length(), "the limit itself is kept");
        assertEquals(Audit.MAX_STATE + 1, row.to().getInt("characters"), "of one past it its length is");
    }

    @Test
    void pagesGoBackByKeyAndOfOneObject() {
        for (int i = 0; i < 5; i++) {
            audit.record(SOMEBODY, "task.update", i % 2 == 0 ? "a" : "b", () -> Change.of("", null, null));
        }
        var first = audit.page("a", Long.MAX_VALUE, 2);
        var second = audit.page("a", first.get(1).id(), 2);
        assertEquals(1, second.size());
        assertTrue(first.get(0).id() > first.get(1).id() && first.get(1).id() > second.get(0).id(), "the newest first");
        assertNull(second.get(0).from());
    }

    @Test
    void oldRowsAreForgotten() {
        audit.record(SOMEBODY, "task.update", "old", () -> Change.of("", null, null));
        audit.record(SOMEBODY, "task.update", "new", () -> Change.of("", null, null));
        database.execute("UPDATE audit SET changed_at = DATEADD('DAY', -366, changed_at) WHERE object = 'old'");
        audit.prune();
        assertEquals(1, audit.page(null, Long.MAX_VALUE, 10).size());
        assertEquals("new", audit.page(null, Long.MAX_VALUE, 10).get(0).object());
    }
}
