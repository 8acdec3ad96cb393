package org.carillon.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.monitoring.MonotonicClock;

/**
 * Wrong tokens of each address within a minute. Holds at most {@link #MAX_ADDRESSES} addresses; more are counted together,
 * so that guessing from many addresses is slower and not dearer. Safe for use by several threads.
 */
final class Failures {

    /** Wrong tokens of one address in a minute: a person mistypes thrice, a script with an old token is noticed. */
    static final int MAX = 20;

    /** About 1 MiB. */
    static final int MAX_ADDRESSES = 10_000;

    static final int WINDOW_SECONDS = 60;

    private static final long WINDOW_MILLIS = WINDOW_SECONDS * 1_000L;

    /** Not the text of any address. */
    private static final String OTHERS = "others";

    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private final MonotonicClock clock;

    Failures(MonotonicClock clock) {
        this.clock = clock;
    }

    private record Window(long since, int count) {
    }

    /** Whether the address has failed too often to be listened to. */
    boolean isBlocked(String address) {
        var window = windows.get(key(address));
        return window != null && !isOver(window) && window.count() >= MAX;
    }

    void add(String address) {
        if (windows.size() >= MAX_ADDRESSES) {
            windows.values().removeIf(this::isOver);
        }
        windows.compute(key(address), (key, window) -> window == null || isOver(window)
                ? new Window(clock.nanos(), 1)
                : new Window(window.since(), Math.min(MAX, window.count() + 1)));
    }

    int watched() {
        return windows.size();
    }

    private String key(String address) {
        var network = Addresses.network(address);
        return windows.containsKey(network) || windows.size() < MAX_ADDRESSES ? network : OTHERS;
    }

    private boolean isOver(Window window) {
        return clock.millisSince(window.since()) >= WINDOW_MILLIS;
    }
}
