package org.carillon.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.monitoring.MonotonicClock;

/**
 * What each client address has: sessions, and new ones a second. An IPv6 client has 2⁶⁴ addresses, so its network of 64 bits counts as
 * one. Holds an entry for each address that has a session, and at most {@link #MAX_RATES} for those that came lately. Safe for use by
 * several threads.
 */
final class Addresses {

    /** Addresses whose rate is watched one by one, about 1 MiB. More at once are watched together. */
    static final int MAX_RATES = 10_000;

    /** Seconds' worth that may come at once: an office whose line was away comes back together. */
    static final int BURST_SECONDS = 2;

    private static final int NETWORK = 8;

    private final int maxSessions;
    private final int newPerSecond;
    private final Set<String> uncounted;
    private final MonotonicClock clock;
    private final Map<String, AtomicInteger> sessions = new ConcurrentHashMap<>();
    private final Map<String, Allowance> rates = new ConcurrentHashMap<>();
    private final Allowance others;

    /** @param uncounted for which nothing is counted */
    Addresses(int maxSessions, int newPerSecond, Set<String> uncounted, MonotonicClock clock) {
        this.maxSessions = maxSessions;
        this.newPerSecond = newPerSecond;
        this.uncounted = Stream.concat(Stream.of(""), uncounted.stream()).map(Addresses::network).collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
        this.others = new Allowance(newPerSecond, BURST_SECONDS, clock);
    }

    /** Takes a place; false if the address has as many as it may. */
    boolean enter(String address) {
        var network = network(address);
        if (uncounted.contains(network)) {
            return true;
        }
        var taken = new boolean[1];
        sessions.compute(network, (key, count) -> {
            var counting = count == null ? new AtomicInteger() : count;
            taken[0] = counting.get() < maxSessions;
            counting.addAndGet(taken[0] ? 1 : 0);
            return counting;
        });
        return taken[0];
    }

    void leave(String address) {
        sessions.computeIfPresent(network(address), (key, count) -> count.decrementAndGet() == 0 ? null : count);
    }

    boolean isFull(String address) {
        var count = sessions.get(network(address));
        return count != null && count.get() >= maxSessions;
    }

    /** Whether one more may come from there now. */
    boolean mayCome(String address) {
        var network = network(address);
        if (uncounted.contains(network)) {
            return true;
        }
        if (rates.size() >= MAX_RATES) {
            rates.values().removeIf(Allowance::isFull);
        }
        boolean crowded = rates.size() >= MAX_RATES;
        return (crowded ? rates.getOrDefault(network, others) : rates.computeIfAbsent(network, this::newRate)).take();
    }

    private Allowance newRate(String network) {
        return new Allowance(newPerSecond, BURST_SECONDS, clock);
    }

    int watched() {
        return rates.size();
    }

    static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A literal is parsed, not looked up.
            var bytes = InetAddress.getByName(address.replaceFirst("%.*", "")).getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, NETWORK));
        } catch (UnknownHostException noLiteral) {
            return address;
        }
    }
}
