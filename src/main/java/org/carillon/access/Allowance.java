package org.carillon.access;

import org.carillon.monitoring.MonotonicClock;

/** So many a second, and a burst after a rest: a token bucket. Safe for use by several threads. */
public final class Allowance {

    private static final double NANOS = 1_000_000_000;

    private final int perSecond;
    private final int burst;
    private final MonotonicClock clock;
    private double left;
    private long since;

    /** @param seconds for which a rest is made up: the burst is so many seconds' worth */
    public Allowance(int perSecond, int seconds, MonotonicClock clock) {
        this.perSecond = perSecond;
        this.burst = (int) Math.min(Integer.MAX_VALUE, (long) perSecond * seconds);
        this.clock = clock;
        this.left = burst;
        this.since = clock.nanos();
    }

    /** Takes one; false if there is none. */
    public synchronized boolean take() {
        refill();
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /** Whether nothing was taken for so long that it might as well be forgotten. */
    synchronized boolean isFull() {
        refill();
        return left >= burst;
    }

    private void refill() {
        long now = clock.nanos();
        left = Math.min(burst, left + (now - since) / NANOS * perSecond);
        since = now;
    }
}
