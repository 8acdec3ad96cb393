package org.carillon.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    private static final String OFFICE = "192.0.2.1";

    private final SettableClock clock = new SettableClock();
    private final Addresses addresses = new Addresses(2, 10, Set.of("127.0.0.1", "::1"), clock);

    @Test
    void anAddressHasAsManySessionsAsItMayAndNotOneMore() {
        assertTrue(addresses.enter(OFFICE), "there is room");
        assertFalse(addresses.isFull(OFFICE), "one place is left");
        assertTrue(addresses.enter(OFFICE), "the limit itself is allowed");
        assertTrue(addresses.isFull(OFFICE), "now it is full");
        assertFalse(addresses.enter(OFFICE), "one more is refused");
        assertTrue(addresses.enter("192.0.2.2"), "another address has places of its own");
        addresses.leave(OFFICE);
        assertTrue(addresses.enter(OFFICE), "a place that is given back is free");
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() {
        assertTrue(addresses.enter("2001:db8::1") && addresses.enter("2001:db8:0:0:ffff::2"), "the limit itself is allowed");
        assertFalse(addresses.enter("2001:db8::3%eth0"), "the third is of the same 64 bits");
        assertTrue(addresses.enter("2001:db8:0:1::1"), "a neighbour is not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0:0:0:0:0:0:0:1", ""})
    void whoIsNotCountedMayAlwaysCome(String address) {
        assertTrue(IntStream.range(0, 100).allMatch(i -> addresses.mayCome(address) && addresses.enter(address)), "no limit holds");
        addresses.leave(address);
        assertFalse(addresses.isFull(address), "and none is ever reached");
    }

    @Test
    void soManyMayComeInASecondAndTwiceAsManyAfterARest() {
        assertTrue(IntStream.range(0, 20).allMatch(i -> addresses.mayCome(OFFICE)), "the burst itself is allowed");
        assertFalse(addresses.mayCome(OFFICE), "one more is refused");
        clock.advanceMillis(100);
        assertTrue(addresses.mayCome(OFFICE), "a tenth of a second makes room for one");
        assertFalse(addresses.mayCome(OFFICE), "and only one");
        assertTrue(addresses.mayCome("192.0.2.2"), "another address is not touched");
    }

    @Test
    void aStormFromManyAddressesTakesBoundedMemoryAndIsForgottenAfterIt() {
        IntStream.range(0, Addresses.MAX_RATES).forEach(i -> addresses.mayCome("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)));
        assertEquals(Addresses.MAX_RATES, addresses.watched(), "each is watched");
        assertTrue(IntStream.range(0, 20).allMatch(i -> addresses.mayCome("11.0.0." + i)), "those beyond share one allowance");
        assertFalse(addresses.mayCome("11.0.1.1"), "whose end is reached by all of them together");
        assertEquals(Addresses.MAX_RATES, addresses.watched(), "no more are kept");
        clock.advance(Duration.ofSeconds(2));
        assertTrue(addresses.mayCome("11.0.1.1"), "after a rest there is room");
        assertEquals(1, addresses.watched(), "because the others are forgotten");
    }
}
