package org.carillon.engineio;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.MonotonicClock;
import org.carillon.nodes.Lease;
import org.carillon.nodes.Node;
import org.carillon.nodes.Nodes;
import org.jdbi.v3.core.JdbiException;

/**
 * Requests whose session began at another node: the balancer before the nodes is not sticky, or that node has just gone. At
 * first both look the same, so the log names a node only when it is alive after the lease that it had then. Safe for use by several threads.
 */
@Singleton
public class StraySessions {

    /** Between two calls of {@link #report}. */
    public static final Duration LOOK = Duration.ofSeconds(1);

    /** A node that is alive this long after the request was so when it came: one that died in between has lost its lease. */
    static final Duration PROOF = Lease.DURATION.plusSeconds(2);

    /** Between two warnings: an operator needs the first one. */
    static final Duration REST = Duration.ofMinutes(1);

    /** Nodes that are kept in mind; anybody can make ids up. */
    static final int MOST = 128;

    /** What the client is told beside the protocol's words. */
    static final String HINT = "The session began at another node, or before this one was restarted. A balancer must send all requests of a client"
            + " to one node, by a sticky cookie; or clients connect by WebSocket alone. See src/docs/proxy.md.";

    private static final int MARK = 8;
    private static final Pattern MARKED = Pattern.compile("[0-9a-f]{" + MARK + "}[\\w-]{20}");

    private static final System.Logger LOG = System.getLogger(StraySessions.class.getName());

    private record Strays(long since, int requests) {
    }

    private final Nodes nodes;
    private final MonotonicClock clock;
    private final LongAdder counter;
    private final String mark;
    private final Map<String, Strays> byMark = new HashMap<>();
    private long reported;
    private boolean hasReported;

    @Inject
    StraySessions(Lease lease, Nodes nodes, Counters counters, MonotonicClock clock) {
        this.nodes = nodes;
        this.clock = clock;
        this.mark = mark(lease.node().toString());
        this.counter = counters.counter("carillon_stray_requests_total", "Requests for sessions of other nodes: the balancer is not sticky, or a node has gone");
    }

    /** What the ids of this node's sessions begin with: the first digits of its own id, as {@code /api/nodes} shows it. */
    String mark() {
        return mark;
    }

    /** Takes note of a session that is not here; true if it began at another node. Asks nobody. */
    boolean met(String sid) {
        if (!MARKED.matcher(sid).matches() || sid.startsWith(mark)) {
            return false;
        }
        counter.increment();
        synchronized (this) {
            if (byMark.size() < MOST || byMark.containsKey(mark(sid))) {
                byMark.merge(mark(sid), new Strays(clock.nanos(), 1), (known, more) -> new Strays(known.since(), known.requests() + 1));
            }
        }
        return true;
    }

    /** Warns of what came for nodes that are alive still, at most once a minute. Waits for the database, if there is something to ask. */
    public synchronized void report() {
        boolean due = byMark.values().stream().anyMatch(this::isProven);
        if (due && (!hasReported || clock.millisSince(reported) >= REST.toMillis())) {
            try {
                nodes.all().stream().filter(node -> node.alive() && !node.draining()).forEach(this::warn);
                byMark.values().removeIf(this::isProven);
            } catch (JdbiException away) {
                LOG.log(DEBUG, "Whose sessions these are is not known just now.", away);
            }
        }
    }

    private void warn(Node node) {
        var strays = byMark.get(mark(node.id().toString()));
        if (strays != null && isProven(strays)) {
            reported = clock.nanos();
            hasReported = true;
            LOG.log(WARNING, "Requests for sessions of node {0} ({1}) come to this one and are refused, {2} so far: clients that poll cannot stay connected."
                    + " The balancer must send all requests of a client to one node, by a sticky cookie; or clients connect by WebSocket alone."
                    + " See src/docs/proxy.md.", node.id(), node.name(), strays.requests());
        }
    }

    private boolean isProven(Strays strays) {
        return clock.millisSince(strays.since()) >= PROOF.toMillis();
    }

    private static String mark(String id) {
        return id.substring(0, MARK);
    }
}
