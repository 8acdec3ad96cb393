package org.carillon.journal;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.carillon.configuration.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.EmptyHandling;

/** All SQL of the journal. Has no state. */
final class JournalTable {

    private static final String SELECT = "SELECT id, channel, event, data, excluded, told_at FROM publication ";

    private JournalTable() {
    }

    /** The journal's head, created at its first use. */
    static Position head(Handle handle) {
        return find(handle).orElseGet(() -> {
            handle.createUpdate("INSERT INTO journal (id, epoch, head) SELECT 1, :epoch, 0 WHERE NOT EXISTS (SELECT 1 FROM journal)")
                    .bind("epoch", newEpoch()).execute();
            return find(handle).orElseThrow();
        });
    }

    /** Takes offsets and writes the rows. The caller commits at once: the row's lock orders all appends. */
    static void append(Handle handle, List<Draft> drafts) {
        if (!appended(handle, drafts)) {
            head(handle);
            appended(handle, drafts);
        }
    }

    /** False if the journal has not begun. */
    private static boolean appended(Handle handle, List<Draft> drafts) {
        return Database.isShared(handle) ? appendAtOnce(handle, drafts) : appendStepByStep(handle, drafts);
    }

    /** One statement: all appends of the cluster wait for the row that it locks, so each word between node and database would count. */
    private static boolean appendAtOnce(Handle handle, List<Draft> drafts) {
        return handle.createUpdate("WITH taken AS (UPDATE journal SET head = head + :n RETURNING head)"
                        + " INSERT INTO publication (id, channel, event, data, excluded, told_at)"
                        + " SELECT taken.head - :n + draft.number, draft.channel, draft.event, draft.data, draft.excluded, <now> FROM taken, UNNEST("
                        + "CAST(:channels AS VARCHAR ARRAY), CAST(:events AS VARCHAR ARRAY), CAST(:data AS VARCHAR ARRAY), CAST(:excluded AS VARCHAR ARRAY))"
                        + " WITH ORDINALITY AS draft (channel, event, data, excluded, number)")
                .bind("n", drafts.size()).bindArray("channels", String.class, texts(drafts, Draft::channel)).bindArray("events", String.class, texts(drafts, Draft::event))
                .bindArray("data", String.class, texts(drafts, Draft::data)).bindArray("excluded", String.class, texts(drafts, JournalTable::excluded)).execute() > 0;
    }

    private static Object[] texts(List<Draft> drafts, Function<Draft, String> part) {
        return drafts.stream().map(part).map(Database::storable).toArray();
    }

    private static boolean appendStepByStep(Handle handle, List<Draft> drafts) {
        if (handle.createUpdate("UPDATE journal SET head = head + :n").bind("n", drafts.size()).execute() == 0) {
            return false;
        }
        long last = head(handle).offset();
        var batch = handle.prepareBatch("INSERT INTO publication (id, channel, event, data, excluded, told_at)"
                + " VALUES (:id, :channel, :event, :data, :excluded, <now>)");
        long offset = last - drafts.size();
        for (Draft draft : drafts) {
            batch.bind("id", ++offset).bind("channel", draft.channel()).bind("event", draft.event()).bind("data", draft.data())
                    .bind("excluded", excluded(draft)).add();
        }
        batch.execute();
        return true;
    }

    static List<Publication> from(Handle handle, Position position, int limit) {
        return handle.createQuery(SELECT + "WHERE id >= :first ORDER BY id FETCH FIRST :limit ROWS ONLY")
                .bind("first", position.offset()).bind("limit", limit).map(publication(position.epoch())).list();
    }

    static List<Publication> before(Handle handle, Position position, int limit) {
        return handle.createQuery(SELECT + "WHERE id <= :before ORDER BY id DESC FETCH FIRST :limit ROWS ONLY")
                .bind("before", position.offset()).bind("limit", limit).map(publication(position.epoch())).list();
    }

    static List<Publication> after(Handle handle, Position position, Collection<String> channels, int limit) {
        return handle.createQuery(SELECT + "WHERE id > :after AND channel IN (<channels>) ORDER BY id FETCH FIRST :limit ROWS ONLY")
                .bindList(EmptyHandling.NULL_KEYWORD, "channels", List.copyOf(channels)).bind("after", position.offset()).bind("limit", limit)
                .map(publication(position.epoch())).list();
    }

    static List<Publication> lastOfEach(Handle handle, String epoch, Collection<String> channels) {
        return handle.createQuery(SELECT + "WHERE id IN (SELECT MAX(id) FROM publication WHERE channel IN (<channels>) GROUP BY channel) ORDER BY id")
                .bindList(EmptyHandling.NULL_KEYWORD, "channels", List.copyOf(channels)).map(publication(epoch)).list();
    }

    static Standing standing(Handle handle, Collection<String> channels) {
        var pruned = handle.createQuery("SELECT name, pruned_offset FROM channel WHERE name IN (<channels>)")
                .bindList(EmptyHandling.NULL_KEYWORD, "channels", List.copyOf(channels)).setMapKeyColumn("name").setMapValueColumn("pruned_offset")
                .collectInto(new GenericType<Map<String, Long>>() { });
        return new Standing(head(handle), JournalRetention.floor(handle), pruned);
    }

    static void newLife(Handle handle) {
        handle.createUpdate("UPDATE journal SET epoch = :epoch").bind("epoch", newEpoch()).execute();
    }

    private static Optional<Position> find(Handle handle) {
        return handle.createQuery("SELECT epoch, head FROM journal")
                .map((row, context) -> new Position(row.getString("epoch"), row.getLong("head"))).findOne();
    }

    private static String newEpoch() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static RowMapper<Publication> publication(String epoch) {
        return (row, context) -> {
            Instant time = row.getObject("told_at", OffsetDateTime.class).toInstant();
            return new Publication(new Position(epoch, row.getLong("id")), row.getString("channel"), except(row.getString("excluded")),
                    row.getString("event"), row.getString("data"), time, false);
        };
    }

    private static String excluded(Draft draft) {
        return draft.except().isEmpty() ? null : String.join("\n", draft.except()) + "\n";
    }

    private static Set<String> except(String excluded) {
        return excluded == null ? Set.of() : Set.of(excluded.split("\n"));
    }
}
