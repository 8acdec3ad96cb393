package org.carillon.monitoring;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The figures of {@code /metrics}, each registered once by the room that keeps it. Safe for use by several threads. Names
 * are constants of the code, so that the map cannot grow with what clients send.
 */
@Singleton
public class Counters {

    record Metric(String type, String help, LongSupplier value) {
    }

    private final Map<String, Metric> metrics = new ConcurrentSkipListMap<>();

    /** A count that only rises. The name ends in {@code _total}. */
    public LongAdder counter(String name, String help) {
        var adder = new LongAdder();
        register(name, new Metric("counter", help, adder::sum));
        return adder;
    }

    /** A value that is read when it is asked for; the supplier must not wait. */
    public void gauge(String name, String help, LongSupplier value) {
        register(name, new Metric("gauge", help, value));
    }

    /** What a metric says now; 0 if nobody keeps it. */
    public long value(String name) {
        var metric = metrics.get(name);
        return metric == null ? 0 : metric.value().getAsLong();
    }

    Map<String, Metric> all() {
        return metrics;
    }

    private void register(String name, Metric metric) {
        if (metrics.putIfAbsent(name, metric) != null) {
            throw new IllegalStateException("The metric " + name + " is registered twice.");
        }
    }
}
