package org.carillon.bench;

import java.util.Arrays;

/** Every latency of one window, in microseconds. For one thread. */
final class Latencies {

    /** A window of ten seconds at 1,000 × 50/s has half a million; beyond this many they are counted and not kept. */
    private static final int MAX_KEPT = 20_000_000;

    private int[] micros = new int[1 << 20];
    private int kept;
    private long counted;

    void add(long nanos) {
        counted++;
        if (kept == MAX_KEPT) {
            return;
        }
        if (kept == micros.length) {
            micros = Arrays.copyOf(micros, Math.min(MAX_KEPT, kept * 2));
        }
        micros[kept++] = (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
    }

    void clear() {
        kept = 0;
        counted = 0;
    }

    long counted() {
        return counted;
    }

    /** To be called after the last {@link #add}, before the percentiles are asked for. */
    void sort() {
        Arrays.sort(micros, 0, kept);
    }

    /** In microseconds; 0 if there was none. */
    int percentile(double share) {
        return kept == 0 ? 0 : micros[(int) Math.min(kept - 1, Math.floor(kept * share))];
    }
}
