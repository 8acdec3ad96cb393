package org.carillon.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.carillon.configuration.TestConfiguration;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.TestCounters;
import org.carillon.server.Await;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Counters counters = new Counters();
    private final Admission admission = new Admission(TestConfiguration.of("carillon.sessions.maximum", "3"), counters);

    @Test
    void oneMoreThanTheMaximumIsRefusedAndCounted() {
        assertTrue(admission.enter() && admission.enter(), "there is room");
        assertFalse(admission.isFull(), "one place is left");
        assertTrue(admission.enter(), "the limit itself is allowed");
        assertTrue(admission.isFull(), "now the node is full");
        assertFalse(admission.enter(), "one more is refused");
        assertEquals(3, admission.sessions(), "and takes no place");
        assertEquals(1, TestCounters.value(counters, "carillon_sessions_refused_total"), "but is counted");
        assertEquals(3, TestCounters.value(counters, "carillon_sessions"), "operators see how many are there");
    }

    @Test
    void aPlaceThatIsGivenBackIsFree() {
        IntStream.range(0, 4).forEach(i -> admission.enter());
        admission.leave();
        assertFalse(admission.isFull(), "one has left");
        assertTrue(admission.enter(), "another may come");
        assertFalse(admission.enter(), "and only one");
    }

    @Test
    void nobodyComesInAfterTheClosing() {
        admission.enter();
        admission.close();
        assertFalse(admission.enter(), "the node is stopping");
        assertTrue(admission.isFull(), "and says so before a connection is made");
        admission.leave();
        assertEquals(0, admission.sessions(), "who was in leaves as always");
    }

    @Test
    void manyAtOnceGetNoMorePlacesThanThereAre() {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var threads = IntStream.range(0, 8).mapToObj(n -> new Thread(() -> IntStream.range(0, 10_000).forEach(i -> {
            if (admission.enter()) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                admission.leave();
            }
        }))).toList();
        threads.forEach(Thread::start);
        Await.until("all have come and gone", Duration.ofSeconds(20), () -> threads.stream().noneMatch(Thread::isAlive));
        assertTrue(most.get() >= 1 && most.get() <= 3, "never more than the maximum are in: " + most);
        assertEquals(0, admission.sessions(), "each place was given back once");
    }
}
