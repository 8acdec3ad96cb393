package org.carillon.nodes;

import java.time.Duration;
import org.carillon.configuration.Database;
import org.carillon.configuration.TestConfiguration;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.MonotonicClock;
import org.carillon.monitoring.SettableClock;

/** Makes leases for the tests of other rooms. Has no state. */
public final class TestLease {

    private TestLease() {
    }

    public static Lease of(Database database, MonotonicClock clock) {
        return new Lease(database, TestConfiguration.of(), new Counters(), clock, () -> 0);
    }

    public static Drain drain(Database database, Lease lease, MonotonicClock clock) {
        return new Drain(database, lease, clock);
    }

    public static Nodes nodes(Database database, Lease lease) {
        return new Nodes(database, lease);
    }

    /** Asks a node to go, as its administrator does. */
    public static void askToGo(Database database, Lease lease) {
        new Nodes(database, lease).drain(lease.node());
    }

    /** Holds the lease without a break for as long as it takes to judge others. */
    public static void settle(Lease lease, SettableClock clock) {
        lease.renew();
        for (var held = Duration.ZERO; held.compareTo(Lease.DURATION) < 0; held = held.plus(Lease.RENEWAL)) {
            clock.advance(Lease.RENEWAL);
            lease.renew();
        }
    }
}
