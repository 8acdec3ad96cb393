package org.carillon.nodes;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Database;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.HealthCheck;
import org.carillon.monitoring.MonotonicClock;
import org.carillon.monitoring.WallClock;
import org.carillon.nodes.NodeTable.Cluster;
import org.carillon.nodes.NodeTable.Report;

/**
 * This node's proof that it is alive: one row, renewed every {@link #RENEWAL} on a connection of its own, so that no amount
 * of work can starve it. Whoever finds the row over may take this node's runs. Safe for use by several threads.
 */
@Singleton
public class Lease implements HealthCheck {

    /** How long a node may be silent: five missed renewals. */
    public static final Duration DURATION = Duration.ofSeconds(10);

    public static final Duration RENEWAL = Duration.ofSeconds(2);

    /** A node stops believing in its lease this much earlier than others do. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** How long nodes that died are shown: somebody will ask what happened in the night. */
    private static final Duration MEMORY = Duration.ofDays(1);

    private static final String VERSION = version();

    private static final System.Logger LOG = System.getLogger(Lease.class.getName());

    private final Database database;
    private final Configuration configuration;
    private final Counters counters;
    private final MonotonicClock clock;
    private final WallClock wallClock;
    private final UUID node = UUID.randomUUID();
    private Connection connection;
    private volatile long renewed;
    private volatile long heldSince;
    private volatile boolean taken;
    private volatile boolean leaving;
    private volatile Cluster cluster = new Cluster(0, 0);
    private boolean failing;

    @Inject
    Lease(Database database, Configuration configuration, Counters counters, MonotonicClock clock, WallClock wallClock) {
        this.database = database;
        this.configuration = configuration;
        this.counters = counters;
        this.clock = clock;
        this.wallClock = wallClock;
    }

    /** Identity of this node: new at every start. */
    public UUID node() {
        return node;
    }

    /** From now on this node says that it goes, also if its row is forgotten and written anew. */
    void leave() {
        leaving = true;
    }

    /** Whether this node may start runs and have results accepted. */
    public boolean isHeld() {
        return taken && clock.millisSince(renewed) < DURATION.minus(MARGIN).toMillis();
    }

    /**
     * Whether this node has had its lease without a break for a whole lease's time. Only then may it judge others: after
     * an outage of the database everybody's lease looks over.
     */
    public boolean isSettled() {
        return isHeld() && clock.millisSince(heldSince) >= DURATION.toMillis();
    }

    /** Takes or renews the lease; a failure is logged once and tried again at the next call. */
    public synchronized void renew() {
        long asked = clock.nanos();
        try {
            if (connection == null) {
                connection = database.open();
            }
            renew(connection);
            if (!isHeld()) {
                heldSince = asked;
            }
            renewed = asked;
            taken = true;
            if (failing) {
                failing = false;
                LOG.log(INFO, "The lease of node {0} is renewed again.", node);
            }
        } catch (SQLException away) {
            close();
            if (!failing) {
                failing = true;
                LOG.log(WARNING, "The lease of node " + node + " cannot be renewed; no run starts after " + DURATION + ".", away);
            }
        }
    }

    private void renew(Connection connection) throws SQLException {
        long before = wallClock.millis();
        var now = NodeTable.now(connection);
        long mine = (before + wallClock.millis()) / 2;
        var report = new Report(VERSION, now.toInstant().toEpochMilli() - mine, counters.value("carillon_sessions"),
                counters.value("carillon_runs_in_hand"), configuration.integer(Setting.TASK_WORKERS));
        if (NodeTable.renew(connection, node, now.plus(DURATION), report) == 0) {
            NodeTable.insert(connection, node, nodeName(), now, now.plus(DURATION), leaving, report);
            NodeTable.forget(connection, now.minus(MEMORY));
        }
        cluster = NodeTable.living(connection, now);
    }

    /** Gives the lease back, so that nobody waits for its end. The last thing that a stopping node does. */
    public synchronized void release() {
        if (taken && connection != null) {
            try {
                NodeTable.delete(connection, node);
            } catch (SQLException away) {
                LOG.log(WARNING, "The lease of node " + node + " ends by itself in " + DURATION + ".", away);
            }
        }
        taken = false;
        close();
    }

    @Override
    public String name() {
        return "lease";
    }

    @Override
    public Health health() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("node", node);
        facts.put("ageMillis", taken ? clock.millisSince(renewed) : -1);
        facts.put("nodes", cluster.nodes());
        facts.put("sessions", cluster.sessions());
        return new Health(isHeld(), facts);
    }

    private void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException broken) {
            LOG.log(INFO, "The connection of the lease was closed already: {0}", broken.getMessage());
        } finally {
            connection = null;
        }
    }

    private String nodeName() {
        var name = configuration.text(Setting.NODE_NAME);
        return !name.isEmpty() ? name : ProcessHandle.current().pid() + "@" + System.getenv().getOrDefault("HOSTNAME", "localhost");
    }

    /** The build writes it beside this class. */
    private static String version() {
        try (var text = Lease.class.getResourceAsStream("version.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
