package org.carillon.feeds;

import org.carillon.monitoring.MonotonicClock;

/** Whether a client is still there, and whether it runs wild. Safe for use by several threads. */
final class FeedLiveness {

    /** What the sweep finds. */
    enum State { QUIET, DUE, DEAD }

    private static final long SECOND = 1_000;

    private final FeedLimits limits;
    private final MonotonicClock clock;
    private boolean pinged;
    private long since;
    private long second;
    private int messages;

    FeedLiveness(FeedLimits limits, MonotonicClock clock) {
        this.limits = limits;
        this.clock = clock;
        this.since = clock.nanos();
        this.second = clock.nanos();
    }

    /** Whoever is told that a ping is due sends it. */
    synchronized State look() {
        long quiet = clock.millisSince(since);
        if (pinged) {
            return quiet > limits.pingTimeout() ? State.DEAD : State.QUIET;
        }
        if (quiet < limits.pingInterval()) {
            return State.QUIET;
        }
        pinged = true;
        since = clock.nanos();
        return State.DUE;
    }

    /** The client sent something, whatever it was. */
    synchronized void heard() {
        pinged = false;
        since = clock.nanos();
    }

    /** Counts a message; false if it is one too many within this second. */
    synchronized boolean mayCome() {
        if (clock.millisSince(second) >= SECOND) {
            second = clock.nanos();
            messages = 0;
        }
        return ++messages <= limits.messagesPerSecond();
    }
}
