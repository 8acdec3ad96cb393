package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.carillon.api.TaskResult;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.runs.RunTable;
import org.carillon.tasks.TestNode.Handler;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What one fire costs while there are many tasks: what the statements of a real one look at, as the database says itself. */
@ParameterizedClass
@EnumSource(Vendor.class)
class ManyTasksTest {

    private static final int MANY = 10_000;

    private static final int WORKERS = 4;

    /** Rows: those that are claimed, and a look beyond. */
    private static final long A_HANDFUL = WORKERS + 2;

    /** As the node gives them. */
    private static final Map<String, Object> VALUES = Map.of("__handlers_0", TestNode.TASK, "limit", WORKERS, "begin", ScheduleTable.timestamp(Instant.EPOCH),
            "task", TestNode.TASK, "id", TestNode.TASK, "next", ScheduleTable.timestamp(Instant.EPOCH), "due", ScheduleTable.timestamp(Instant.EPOCH), "fired", 1);

    private static final Pattern OF_TASKS = Pattern.compile("(FROM|UPDATE) (schedule|task)\\b");
    private static final Pattern SCAN = Pattern.compile("Seq Scan on (schedule|task)\\b|\"?(SCHEDULE|TASK)\"?\\.tableScan");
    private static final Pattern LOOKED_AT = Pattern.compile("(?:scanCount: |actual rows=|Rows Removed by Filter: )(\\d+)");

    private final TestDatabase database;
    private final TestNode node;
    private final Set<String> statements = ConcurrentHashMap.newKeySet();

    ManyTasksTest(Vendor vendor) {
        database = new TestDatabase(vendor);
        node = new TestNode(database, WORKERS, new Handler(TestNode.Yearly.class, context -> TaskResult.nothing())).start();
    }

    @BeforeEach
    void fill() {
        var later = node.yearBegin().plus(Duration.ofDays(50 * 365));
        var document = node.define("like-the-others").spec().document().toString();
        database.jdbi().useTransaction(handle -> {
            var tasks = handle.prepareBatch("INSERT INTO task (id, handler, source, definition, version, changed_at) VALUES (:id, 'yearly', 'REST', :document, 1, :at)");
            var schedules = handle.prepareBatch("INSERT INTO schedule (task_id, handler, version, trigger_text, next_fire_at, due_at) VALUES (:id, 'yearly', 1, '', :at, :due)");
            for (int n = 0; n < MANY; n++) {
                var time = ScheduleTable.timestamp(later.plusSeconds(n));
                for (var id : List.of("later-" + n, "paused-" + n)) {
                    tasks.bind("id", id).bind("document", document).bind("at", time).add();
                    schedules.bind("id", id).bind("at", time).bind("due", id.startsWith("later") ? time : null).add();
                }
            }
            tasks.execute();
            schedules.execute();
        });
        // As the database itself does before long.
        database.execute("ANALYZE");
    }

    @AfterEach
    void end() throws SQLException {
        node.close();
        database.close();
    }

    private void listen() {
        database.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                if (OF_TASKS.matcher(context.getRenderedSql()).find()) {
                    statements.add(context.getRenderedSql());
                }
            }
        });
    }

    /** How the database does it, and what it looks at; what it changes is undone. */
    private String explained(String sql) {
        var how = database.isShared() ? "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) " : "EXPLAIN ANALYZE ";
        return database.jdbi().withHandle(handle -> {
            handle.begin();
            try {
                return explained(handle, how + sql);
            } finally {
                handle.rollback();
            }
        });
    }

    private static String explained(Handle handle, String sql) {
        return String.join("\n", handle.createQuery(sql).configure(SqlStatements.class, of -> of.setUnusedBindingAllowed(true)).bindMap(VALUES)
                .bind("now", RunTable.now(handle).atOffset(ZoneOffset.UTC)).mapTo(String.class).list());
    }

    @Test
    void aFireIsFoundAndPlannedByTheIndexes() {
        var due = node.makeDue(TestNode.TASK, 1);
        listen();
        node.turn();
        node.awaitIdle();
        assertEquals("SUCCEEDED", node.state(due));
        var asked = List.copyOf(statements);
        assertEquals(2, asked.stream().filter(sql -> sql.contains("ORDER BY due_at")).count(), "what is due, and when to look again: " + asked);
        assertTrue(asked.stream().anyMatch(sql -> sql.startsWith("UPDATE schedule SET next_fire_at")), "what is planned: " + asked);
        asked.forEach(this::looksAtAHandful);
    }

    @Test
    void ofManyThatAreDueOnlySoManyAreLookedAtAsThereAreWorkers() {
        database.execute("UPDATE schedule SET due_at = ?, next_fire_at = ? WHERE due_at IS NOT NULL", node.yearBegin().atOffset(ZoneOffset.UTC), node.yearBegin().atOffset(ZoneOffset.UTC));
        listen();
        node.turn();
        node.awaitIdle();
        assertEquals(WORKERS, node.runs("state = 'SUCCEEDED'"));
        var claims = statements.stream().filter(sql -> sql.contains("SKIP LOCKED")).toList();
        assertFalse(claims.isEmpty());
        claims.forEach(this::looksAtAHandful);
    }

    private void looksAtAHandful(String sql) {
        var plan = explained(sql);
        assertFalse(SCAN.matcher(plan).find(), "the table is not read: " + plan);
        assertTrue(LOOKED_AT.matcher(plan).results().mapToLong(found -> Long.parseLong(found.group(1))).max().orElseThrow() <= A_HANDFUL, "of " + MANY + ": " + plan);
        if (sql.contains("ORDER BY due_at")) {
            assertTrue(plan.toLowerCase(Locale.ROOT).contains("schedule_due"), plan);
            assertTrue(database.isShared() ? !plan.contains("Sort") : plan.contains("/* index sorted */"), "the index has them in order: " + plan);
        }
    }
}
