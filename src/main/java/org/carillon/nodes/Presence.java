package org.carillon.nodes;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.carillon.configuration.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * How many hear which channel over the cluster: each node says so of itself, and who asks adds up those that live. It may be
 * {@link #STEP} old. Safe for use by several threads.
 */
@Singleton
public class Presence {

    /** Between two words of a node: as often as its lease is renewed, so that both are of one age. */
    public static final Duration STEP = Lease.RENEWAL;

    /** Channels that a node tells of, those that most hear: each is a row, written when its number changes. */
    public static final int MAX_CHANNELS = 1_000;

    private static final System.Logger LOG = System.getLogger(Presence.class.getName());

    private final Database database;
    private final Lease lease;
    /** What the database knows of this node; null if that is not known. */
    private Map<String, Integer> told;

    @Inject
    Presence(Database database, Lease lease) {
        this.database = database;
        this.lease = lease;
    }

    /**
     * One channel.
     *
     * @param subscriptions of all nodes that live
     * @param nodes         of these, those on which it is heard
     */
    public record Listeners(String channel, long subscriptions, long nodes) {
    }

    /** What this node says of itself from now on; the lease tells of a database that is away, and the next word says it all. */
    public synchronized void tell(Map<String, Integer> subscriptions) {
        if (subscriptions.equals(told)) {
            return;
        }
        var known = told;
        told = null;
        try {
            database.jdbi().useTransaction(handle -> write(handle, known, subscriptions));
            told = Map.copyOf(subscriptions);
        } catch (JdbiException away) {
            LOG.log(DEBUG, "How many hear which channel is told at the next turn.", away);
        }
    }

    private void write(Handle handle, Map<String, Integer> known, Map<String, Integer> now) {
        var changed = new HashSet<>(now.entrySet());
        if (known == null) {
            PresenceTable.deleteAll(handle, lease.node());
        } else {
            changed.removeAll(known.entrySet());
            var outdated = new HashSet<>(known.entrySet());
            outdated.removeAll(now.entrySet());
            PresenceTable.delete(handle, lease.node(), outdated.stream().map(Map.Entry::getKey).toList());
        }
        PresenceTable.insert(handle, lease.node(), changed);
    }

    /**
     * A page of the channels that somebody hears, in the order of their names.
     *
     * @param after the channel behind which it begins
     * @throws JdbiException if the database is away
     */
    public List<Listeners> page(String after, int limit) {
        return database.jdbi().withHandle(handle -> PresenceTable.page(handle, after, limit));
    }
}
