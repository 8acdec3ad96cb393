package org.carillon.access;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.MonotonicClock;

/** How many sessions this node holds, and whether one more may come. Safe for use by several threads. */
@Singleton
public class Admission {

    /** Why a client must wait; each with the HTTP status: 503 if the node is the cause, 429 if the client's address is. */
    enum Refusal {

        FULL(503, "This node holds as many sessions as it may, or is stopping."),
        BUSY(503, "More clients come to this node in a second than it takes."),
        ADDRESS_FULL(429, "Your address has as many sessions as it may."),
        ADDRESS_BUSY(429, "More clients come from your address in a second than are taken.");

        private final int status;
        private final String sentence;

        Refusal(int status, String sentence) {
            this.status = status;
            this.sentence = sentence;
        }

        int status() {
            return status;
        }

        String sentence() {
            return sentence;
        }
    }

    /** Seconds' worth of new sessions that may come at once. */
    static final int BURST_SECONDS = 2;

    private final int maximum;
    private final Addresses addresses;
    private final Allowance rate;
    private final AtomicInteger sessions = new AtomicInteger();
    private final LongAdder refused;
    private volatile boolean closed;

    @Inject
    public Admission(Configuration configuration, Counters counters, MonotonicClock clock) {
        this.maximum = configuration.integer(Setting.SESSIONS);
        this.addresses = new Addresses(configuration.integer(Setting.SESSIONS_PER_ADDRESS), configuration.integer(Setting.NEW_PER_ADDRESS),
                Set.copyOf(configuration.uncounted()), clock);
        this.rate = new Allowance(configuration.integer(Setting.NEW_SESSIONS), BURST_SECONDS, clock);
        this.refused = counters.counter("carillon_sessions_refused_total", "Connections refused because of a limit, or because the node was stopping");
        counters.gauge("carillon_sessions", "Connected clients", sessions::get);
    }

    /** Takes a place; false if there is none. Whoever took one gives it back by {@link #leave} once, with the same address. */
    public boolean enter(String address) {
        if (closed || sessions.incrementAndGet() > maximum) {
            if (!closed) {
                sessions.decrementAndGet();
            }
            refused.increment();
            return false;
        }
        if (!addresses.enter(address)) {
            sessions.decrementAndGet();
            refused.increment();
            return false;
        }
        return true;
    }

    public void leave(String address) {
        addresses.leave(address);
        sessions.decrementAndGet();
    }

    public int sessions() {
        return sessions.get();
    }

    /** Nobody comes in any more. */
    public void close() {
        closed = true;
    }

    /** Whether a client that asks for a session is let through to the door, which counts against the rates. */
    Optional<Refusal> judge(String address) {
        var refusal = refusal(address);
        if (refusal != null) {
            refused.increment();
        }
        return Optional.ofNullable(refusal);
    }

    private Refusal refusal(String address) {
        if (closed || sessions.get() >= maximum) {
            return Refusal.FULL;
        }
        if (addresses.isFull(address)) {
            return Refusal.ADDRESS_FULL;
        }
        // The address first: what it has too much must not use up what the others may.
        if (!addresses.mayCome(address)) {
            return Refusal.ADDRESS_BUSY;
        }
        return rate.take() ? null : Refusal.BUSY;
    }
}
