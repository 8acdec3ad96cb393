package org.carillon.audit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Database;
import org.carillon.configuration.Setting;
import org.carillon.json.Json;
import org.jdbi.v3.core.JdbiException;

/**
 * The record of changes. A change and its row are one transaction: there is no change without a row and no row without a change. Safe
 * for use by several threads; calls throw {@link JdbiException} when the database is away.
 */
@Singleton
public class Audit {

    /** Changes of one page. */
    public static final int MAX_PAGE = 200;

    /** Characters of a state before or after: a definition with its defaults and the words around. */
    static final int MAX_STATE = 131_072;

    /** Rows that one round forgets, in some milliseconds; the next round goes on. */
    private static final int PRUNED = 1_000;

    /** A key was taken by somebody faster, and what PostgreSQL says of the rest of that transaction. */
    private static final Set<String> LOST_RACE = Set.of("23505", "25P02");

    private final Database database;
    private final Duration age;

    @Inject
    Audit(Database database, Configuration configuration) {
        this.database = database;
        this.age = configuration.duration(Setting.AUDIT_AGE);
    }

    /**
     * What a change did.
     *
     * @param answer  for the caller
     * @param changed false if all was as it should be already, so that nothing is recorded
     * @param from    the state before; null for none
     * @param to      the state after; null for none
     */
    public record Change<T>(T answer, boolean changed, JsonObject from, JsonObject to) {

        public static <T> Change<T> of(T answer, JsonObject from, JsonObject to) {
            return new Change<>(answer, true, from, to);
        }

        public static <T> Change<T> none(T answer) {
            return new Change<>(answer, false, null, null);
        }
    }

    /** Makes a change and records it, both or neither. What it throws undoes it; it may be made a second time when it lost a race. */
    public <T> T record(Actor actor, String action, String object, Supplier<Change<T>> work) {
        try {
            return once(actor, action, object, work);
        } catch (JdbiException refused) {
            if (!(refused.getCause() instanceof SQLException cause) || !LOST_RACE.contains(String.valueOf(cause.getSQLState()))) {
                throw refused;
            }
            return once(actor, action, object, work);
        }
    }

    /** Makes several changes, all or none. */
    public void together(Runnable changes) {
        database.jdbi().useTransaction(handle -> changes.run());
    }

    /** Every look into the database within the work is in this transaction, because Jdbi keeps one handle a thread. */
    private <T> T once(Actor actor, String action, String object, Supplier<Change<T>> work) {
        return database.jdbi().inTransaction(handle -> {
            var change = work.get();
            if (change.changed()) {
                AuditTable.insert(handle, actor, action, object, bounded(change.from()), bounded(change.to()));
            }
            return change.answer();
        });
    }

    /** The newest first, behind one; an object of null is every object. */
    public List<Recorded> page(String object, long before, int limit) {
        return database.jdbi().withHandle(handle -> AuditTable.page(handle, object, before, limit));
    }

    /** Forgets what is older than the setting says, a part of it at a time. */
    public void prune() {
        database.jdbi().useTransaction(handle -> AuditTable.prune(handle, age, PRUNED));
    }

    private static String bounded(JsonObject state) {
        var text = state == null ? null : state.toString();
        return text == null || text.length() <= MAX_STATE ? text : Json.createObjectBuilder().add("characters", text.length()).build().toString();
    }
}
