package org.carillon.access;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.Counters;

/** How many sessions this node holds, and whether one more may come. Safe for use by several threads. */
@Singleton
public class Admission {

    private final int maximum;
    private final AtomicInteger sessions = new AtomicInteger();
    private final LongAdder refused;
    private volatile boolean closed;

    @Inject
    public Admission(Configuration configuration, Counters counters) {
        this.maximum = configuration.integer(Setting.SESSIONS);
        this.refused = counters.counter("carillon_sessions_refused_total", "Connections refused because the node was full or stopping");
        counters.gauge("carillon_sessions", "Connected clients", sessions::get);
    }

    /** Takes a place; false if there is none. Whoever took one gives it back by {@link #leave} once. */
    public boolean enter() {
        if (closed || sessions.incrementAndGet() > maximum) {
            if (!closed) {
                sessions.decrementAndGet();
            }
            refused.increment();
            return false;
        }
        return true;
    }

    public void leave() {
        sessions.decrementAndGet();
    }

    public int sessions() {
        return sessions.get();
    }

    /** Nobody comes in any more. */
    public void close() {
        closed = true;
    }

    boolean isFull() {
        return closed || sessions.get() >= maximum;
    }

    void countRefusal() {
        refused.increment();
    }
}
