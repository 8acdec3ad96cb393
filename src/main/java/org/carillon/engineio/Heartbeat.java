package org.carillon.engineio;

import java.util.concurrent.TimeUnit;
import org.carillon.monitoring.MonotonicClock;

/** Whether one client is still there: pinged at the interval, dead without an answer. Safe for use by several threads. */
final class Heartbeat {

    /** What the sweep finds. */
    enum State { QUIET, DUE, DEAD }

    /** A ping that goes out later than this part of the timeout is a stall. */
    private static final int TOLERANCE = 5;

    private final Protocol protocol;
    private final MonotonicClock clock;
    private boolean pinged;
    private long since;

    Heartbeat(Protocol protocol, MonotonicClock clock) {
        this.protocol = protocol;
        this.clock = clock;
        this.since = clock.nanos();
    }

    /** Whoever is told that a ping is due sends it. */
    synchronized State look() {
        long quiet = clock.millisSince(since);
        if (pinged) {
            return quiet > protocol.pingTimeout() ? State.DEAD : State.QUIET;
        }
        long late = quiet - protocol.pingInterval();
        if (late < 0) {
            return State.QUIET;
        }
        pinged = true;
        // The sweep's own lateness is not the client's to wait for; after a stall the client has its whole time.
        since = clock.nanos() - TimeUnit.MILLISECONDS.toNanos(late <= protocol.pingTimeout() / TOLERANCE ? late : 0);
        return State.DUE;
    }

    synchronized void pong() {
        // One that was not asked for changes nothing: a client must not be able to move its own deadline.
        if (pinged) {
            pinged = false;
            since = clock.nanos();
        }
    }
}
