package org.carillon.journal;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.carillon.configuration.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Deletes what the journal need not keep, in short transactions that append waits for none of. A channel's publications go when
 * they leave the window, all but the last; that one goes when it is too old itself, or when too many quiet channels have
 * one, and with it all memory of the channel: then the floor rises. Has no state but its limits.
 *
 * @param age       publications of a channel that are older go, but not its last
 * @param keep      publications kept of each channel
 * @param lastAge   a channel's last publication that is older goes too, if it has left the window
 * @param lastKeep  channels outside the window whose last publication is kept
 */
record JournalRetention(Duration age, int keep, Duration lastAge, int lastKeep) {

    /** Rows deleted in one transaction, so that none of them is long. */
    static final int BATCH = 1_000;

    private static final String DELETABLE = "SELECT p.id, p.channel FROM publication p WHERE p.id > :after AND p.id <= :through ";
    private static final String IN_ORDER = "ORDER BY p.id FETCH FIRST " + BATCH + " ROWS ONLY";

    private record Row(long id, String channel) {
    }

    /** Returns how many publications went. */
    int prune(Jdbi jdbi) {
        long window = jdbi.withHandle(handle -> newestBefore(handle, age));
        int gone = delete(jdbi, DELETABLE + "AND EXISTS (SELECT 1 FROM publication n WHERE n.channel = p.channel AND n.id > p.id) " + IN_ORDER, window, "");
        for (var channel : jdbi.withHandle(handle -> overfull(handle, window)).entrySet()) {
            gone += delete(jdbi, DELETABLE + "AND p.channel = :channel " + IN_ORDER, channel.getValue(), channel.getKey());
        }
        return gone + forget(jdbi, Math.min(window, jdbi.withHandle(handle -> Math.max(newestBefore(handle, lastAge), tooManyQuiet(handle, window)))));
    }

    static long floor(Handle handle) {
        return handle.createQuery("SELECT floor_offset FROM retention").mapTo(Long.class).one();
    }

    /** The last offset that is older than this; 0 if none is. */
    private static long newestBefore(Handle handle, Duration age) {
        var oldest = Database.now(handle).minus(age);
        return handle.createQuery("SELECT id FROM publication WHERE told_at < :oldest ORDER BY told_at DESC, id DESC FETCH FIRST 1 ROWS ONLY")
                .bind("oldest", oldest).mapTo(Long.class).findOne().orElse(0L);
    }

    /** Channels with too many publications, each with the last offset that is too much. */
    private Map<String, Long> overfull(Handle handle, long window) {
        var overfull = new HashMap<String, Long>();
        // Offsets have no holes: fewer of them than a channel may have cannot be too many of one channel.
        if (JournalTable.head(handle).offset() - window > keep) {
            handle.createQuery("SELECT channel FROM publication WHERE id > :window GROUP BY channel HAVING COUNT(*) > :keep")
                    .bind("window", window).bind("keep", keep).mapTo(String.class)
                    .forEach(channel -> overfull.put(channel, nth(handle, "WHERE channel = :channel ORDER BY channel DESC, id DESC", channel, keep)));
        }
        return overfull;
    }

    private static long nth(Handle handle, String rows, String channel, int before) {
        return handle.createQuery("SELECT id FROM publication " + rows + " OFFSET :before ROWS FETCH FIRST 1 ROWS ONLY")
                .bind("channel", channel).bind("before", before).mapTo(Long.class).findOne().orElse(0L);
    }

    private long tooManyQuiet(Handle handle, long window) {
        int quiet = handle.createQuery("SELECT COUNT(*) FROM publication WHERE id <= :window").bind("window", window).mapTo(Integer.class).one();
        return quiet <= lastKeep ? 0 : handle.createQuery("SELECT id FROM publication ORDER BY id OFFSET :before ROWS FETCH FIRST 1 ROWS ONLY")
                .bind("before", quiet - lastKeep - 1).mapTo(Long.class).one();
    }

    /** Deletes what a query finds, batch by batch, and notes for each channel through which offset it is gone. */
    private static int delete(Jdbi jdbi, String deletable, long through, String channel) {
        int gone = 0;
        long after = 0;
        List<Row> rows;
        do {
            long from = after;
            rows = jdbi.inTransaction(handle -> {
                lock(handle);
                var batch = find(handle, deletable, from, through, channel);
                delete(handle, batch);
                markPruned(handle, batch);
                return batch;
            });
            gone += rows.size();
            after = rows.isEmpty() ? after : rows.get(rows.size() - 1).id();
        } while (rows.size() == BATCH);
        return gone;
    }

    /** Deletes last publications, and with them what is known of their channels. */
    private static int forget(Jdbi jdbi, long through) {
        int gone = 0;
        int batch;
        do {
            batch = jdbi.inTransaction(handle -> {
                lock(handle);
                var rows = find(handle, DELETABLE + IN_ORDER, 0, through, "");
                delete(handle, rows);
                if (!rows.isEmpty()) {
                    handle.createUpdate("UPDATE retention SET floor_offset = :floor WHERE floor_offset < :floor")
                            .bind("floor", rows.get(rows.size() - 1).id()).execute();
                }
                return rows.size();
            });
            gone += batch;
        } while (batch == BATCH);
        int channels;
        do {
            channels = jdbi.inTransaction(JournalRetention::forgetChannels);
        } while (channels == BATCH);
        return gone;
    }

    private static int forgetChannels(Handle handle) {
        lock(handle);
        return handle.createUpdate("DELETE FROM channel WHERE name IN (SELECT name FROM channel WHERE pruned_offset <= :floor"
                + " ORDER BY pruned_offset FETCH FIRST " + BATCH + " ROWS ONLY)").bind("floor", floor(handle)).execute();
    }

    private static void lock(Handle handle) {
        handle.createQuery("SELECT floor_offset FROM retention FOR UPDATE").mapTo(Long.class).one();
    }

    private static List<Row> find(Handle handle, String deletable, long after, long through, String channel) {
        var query = handle.createQuery(deletable).bind("after", after).bind("through", through);
        return (channel.isEmpty() ? query : query.bind("channel", channel))
                .map((row, context) -> new Row(row.getLong("id"), row.getString("channel"))).list();
    }

    private static void delete(Handle handle, List<Row> rows) {
        if (!rows.isEmpty()) {
            handle.createUpdate("DELETE FROM publication WHERE id IN (<ids>)").bindList("ids", rows.stream().map(Row::id).toList()).execute();
        }
    }

    private static void markPruned(Handle handle, List<Row> rows) {
        var through = new LinkedHashMap<String, Long>();
        rows.forEach(row -> through.put(row.channel(), row.id()));
        var channels = List.copyOf(through.keySet());
        var known = mark(handle, "UPDATE channel SET pruned_offset = :offset WHERE name = :channel", channels, through);
        var unknown = IntStream.range(0, known.length).filter(i -> known[i] == 0).mapToObj(channels::get).toList();
        mark(handle, "INSERT INTO channel (name, pruned_offset) VALUES (:channel, :offset)", unknown, through);
    }

    private static int[] mark(Handle handle, String sql, List<String> channels, Map<String, Long> through) {
        if (channels.isEmpty()) {
            return new int[0];
        }
        var batch = handle.prepareBatch(sql);
        channels.forEach(channel -> batch.bind("channel", channel).bind("offset", through.get(channel)).add());
        return batch.execute();
    }
}
