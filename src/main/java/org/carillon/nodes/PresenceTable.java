package org.carillon.nodes;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.carillon.nodes.Presence.Listeners;
import org.jdbi.v3.core.Handle;

/** All SQL of {@link Presence}. Has no state. */
final class PresenceTable {

    private PresenceTable() {
    }

    static void deleteAll(Handle handle, UUID node) {
        handle.execute("DELETE FROM presence WHERE node_id = ?", node);
    }

    static void delete(Handle handle, UUID node, Collection<String> channels) {
        if (!channels.isEmpty()) {
            var batch = handle.prepareBatch("DELETE FROM presence WHERE channel = ? AND node_id = ?");
            channels.forEach(channel -> batch.add(channel, node));
            batch.execute();
        }
    }

    static void insert(Handle handle, UUID node, Collection<Map.Entry<String, Integer>> subscriptions) {
        if (!subscriptions.isEmpty()) {
            var batch = handle.prepareBatch("INSERT INTO presence (channel, node_id, subscriptions) VALUES (?, ?, ?)");
            subscriptions.forEach(entry -> batch.add(entry.getKey(), node, entry.getValue()));
            batch.execute();
        }
    }

    static List<Listeners> page(Handle handle, String after, int limit) {
        return handle.createQuery("SELECT channel, SUM(subscriptions) AS all_subscriptions, COUNT(*) AS nodes FROM presence JOIN node ON node.id = node_id"
                + " WHERE channel > :after AND lease_until > <now> GROUP BY channel ORDER BY channel FETCH FIRST :limit ROWS ONLY")
                .bind("after", after).bind("limit", limit)
                .map((row, context) -> new Listeners(row.getString("channel"), row.getLong("all_subscriptions"), row.getLong("nodes"))).list();
    }
}
