package org.carillon.nodes;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.carillon.configuration.Database;
import org.carillon.monitoring.HealthCheck;
import org.carillon.monitoring.MonotonicClock;
import org.jdbi.v3.core.JdbiException;

/**
 * Whether this node is asked to go, and at which pace it sends its clients away. From then on it is not ready, lets nobody in and claims
 * nothing; what runs goes on. It is for good: a node that is to serve again is started again. Safe for use by several threads.
 */
@Singleton
public class Drain implements HealthCheck {

    /** How often the database is asked: a balancer shall hear of it within a second. */
    public static final Duration LOOK = Duration.ofMillis(500);

    /** Between two batches of clients. */
    public static final Duration STEP = Duration.ofMillis(100);

    /** How long clients stay after the node has said that it is not ready: most balancers look every second or two. */
    static final Duration QUIET = Duration.ofSeconds(2);

    /** When the last client has been sent away; a rest of the 30 s in all is for its answer. */
    static final Duration WHOLE = Duration.ofSeconds(27);

    /** Clients of a batch, unless there are too many for {@link #WHOLE}: the nodes to which they go have to shake hands with each. */
    static final int BATCH = 200;

    private static final System.Logger LOG = System.getLogger(Drain.class.getName());

    private final Database database;
    private final Lease lease;
    private final MonotonicClock clock;
    private volatile boolean asked;
    private long since;

    @Inject
    Drain(Database database, Lease lease, MonotonicClock clock) {
        this.database = database;
        this.lease = lease;
        this.clock = clock;
    }

    public boolean isAsked() {
        return asked;
    }

    /** Asks the database, until it has said yes once; the lease tells of one that is away. */
    public synchronized boolean look() {
        try {
            if (!asked && database.jdbi().withHandle(handle -> NodeTable.isDraining(handle, lease.node()))) {
                since = clock.nanos();
                asked = true;
                lease.leave();
                LOG.log(INFO, "Node {0} is asked to go: it is not ready any more, claims nothing, and sends its clients away.", lease.node());
            }
        } catch (JdbiException away) {
            LOG.log(DEBUG, "Whether this node is asked to go is not known just now.", away);
        }
        return asked;
    }

    /** How many of so many clients are to be sent away in this step. */
    public synchronized int batch(int sessions) {
        long age = clock.millisSince(since);
        if (!asked || age < QUIET.toMillis()) {
            return 0;
        }
        long steps = Math.max(1, (WHOLE.toMillis() - age) / STEP.toMillis());
        return (int) Math.max(BATCH, (sessions + steps - 1) / steps);
    }

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public Health health() {
        return new Health(!asked, Map.of("asked", asked));
    }
}
