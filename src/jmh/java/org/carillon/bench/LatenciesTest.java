package org.carillon.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void percentilesAreOfWhatWasMeasured() {
        for (int micros = 100; micros >= 1; micros--) {
            latencies.add(micros * 1_000L);
        }
        latencies.sort();
        assertEquals(100, latencies.counted());
        assertEquals(51, latencies.percentile(0.50));
        assertEquals(100, latencies.percentile(0.99));
    }

    @Test
    void nothingMeasuredIsZero() {
        latencies.sort();
        assertEquals(0, latencies.percentile(0.50));
    }
}
