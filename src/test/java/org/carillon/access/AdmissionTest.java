package org.carillon.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.carillon.access.Admission.Refusal;
import org.carillon.configuration.TestConfiguration;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.SettableClock;
import org.carillon.monitoring.TestCounters;
import org.carillon.server.Await;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final String ADDRESS = "192.0.2.1";

    private final Counters counters = new Counters();
    private final Admission admission = new Admission(TestConfiguration.of("carillon.sessions.maximum", "3"), counters, new SettableClock());

    @Test
    void oneMoreThanTheMaximumIsRefusedAndCounted() {
        assertTrue(admission.enter(ADDRESS) && admission.enter(ADDRESS), "there is room");
        assertEquals(Optional.empty(), admission.judge(ADDRESS), "one place is left");
        assertTrue(admission.enter(ADDRESS), "the limit itself is allowed");
        assertEquals(Optional.of(Refusal.FULL), admission.judge(ADDRESS), "now the node is full");
        assertFalse(admission.enter(ADDRESS), "one more is refused");
        assertEquals(3, admission.sessions(), "and takes no place");
        assertEquals(2, TestCounters.value(counters, "carillon_sessions_refused_total"), "but is counted, at the filter and at the door");
        assertEquals(3, TestCounters.value(counters, "carillon_sessions"), "operators see how many are there");
    }

    @Test
    void theNodeTakesSoManyNewOnesInASecondAndOneAddressCannotUseThemUp() {
        var busy = new Admission(TestConfiguration.of("carillon.sessions.new-per-second", "4", "carillon.sessions.new-per-second-per-address", "3"),
                new Counters(), new SettableClock());
        var greedy = IntStream.range(0, 7).mapToObj(i -> busy.judge(ADDRESS)).toList();
        assertTrue(greedy.subList(0, 6).stream().allMatch(Optional::isEmpty), "the limit of the address itself is allowed");
        assertEquals(Optional.of(Refusal.ADDRESS_BUSY), greedy.get(6), "one more is its own fault");
        assertEquals(Optional.empty(), busy.judge("192.0.2.2"), "others may still come");
        assertEquals(Optional.empty(), busy.judge("192.0.2.3"), "the limit of the node itself is allowed");
        assertEquals(Optional.of(Refusal.BUSY), busy.judge("192.0.2.4"), "one more must wait");
        assertEquals(503, Refusal.BUSY.status(), "which is not its fault");
    }

    @Test
    void anAddressThatHasItsPlacesIsToldSo() {
        var narrow = new Admission(TestConfiguration.of("carillon.sessions.per-address", "1"), new Counters(), new SettableClock());
        assertTrue(narrow.enter(ADDRESS), "the limit itself is allowed");
        assertEquals(Optional.of(Refusal.ADDRESS_FULL), narrow.judge(ADDRESS), "one more is refused before the upgrade");
        assertFalse(narrow.enter(ADDRESS), "and after it");
        assertEquals(1, narrow.sessions(), "and takes no place of the node");
        narrow.leave(ADDRESS);
        assertTrue(narrow.enter(ADDRESS), "until one has left");
    }

    @Test
    void aPlaceThatIsGivenBackIsFree() {
        IntStream.range(0, 4).forEach(i -> admission.enter(ADDRESS));
        admission.leave(ADDRESS);
        assertEquals(Optional.empty(), admission.judge(ADDRESS), "one has left");
        assertTrue(admission.enter(ADDRESS), "another may come");
        assertFalse(admission.enter(ADDRESS), "and only one");
    }

    @Test
    void nobodyComesInAfterTheClosing() {
        admission.enter(ADDRESS);
        admission.close();
        assertFalse(admission.enter(ADDRESS), "the node is stopping");
        assertEquals(Optional.of(Refusal.FULL), admission.judge(ADDRESS), "and says so before a connection is made");
        admission.leave(ADDRESS);
        assertEquals(0, admission.sessions(), "who was in leaves as always");
    }

    @Test
    void manyAtOnceGetNoMorePlacesThanThereAre() {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var threads = IntStream.range(0, 8).mapToObj(n -> new Thread(() -> IntStream.range(0, 10_000).forEach(i -> {
            if (admission.enter(ADDRESS)) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                admission.leave(ADDRESS);
            }
        }))).toList();
        threads.forEach(Thread::start);
        Await.until("all have come and gone", Duration.ofSeconds(20), () -> threads.stream().noneMatch(Thread::isAlive));
        assertTrue(most.get() >= 1 && most.get() <= 3, "never more than the maximum are in: " + most);
        assertEquals(0, admission.sessions(), "each place was given back once");
    }
}
