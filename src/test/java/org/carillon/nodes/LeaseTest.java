package org.carillon.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Vendor.class)
class LeaseTest {

    private static final long LAST_MILLI = Lease.DURATION.minusSeconds(1).toMillis() - 1;

    private final TestDatabase database;
    private final SettableClock clock = new SettableClock();
    private final Counters counters = new Counters();
    private final Lease lease;
    private long wall;

    LeaseTest(Vendor vendor) {
        database = new TestDatabase(vendor);
        lease = lease();
    }

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @Test
    void aNodeBelievesInItsLeaseASecondLessThanOthersDo() {
        assertFalse(lease.isHeld(), "not before it was taken");
        lease.renew();
        clock.advanceMillis(LAST_MILLI);
        assertTrue(lease.isHeld(), "for nine seconds");
        clock.advanceMillis(1);
        assertFalse(lease.isHeld(), "and no longer: others may take its runs from the tenth on");
        assertFalse(lease.health().up(), "which everybody may know");
    }

    @Test
    void othersSeeTheLeaseForItsWholeTime() {
        lease.renew();
        assertEquals(1, rows("id = ? AND lease_until = started_at + INTERVAL '10' SECOND", lease.node()), "ten seconds on the database's clock");
        database.execute("UPDATE node SET lease_until = lease_until - INTERVAL '1' HOUR");
        lease.renew();
        assertEquals(1, rows("lease_until > CURRENT_TIMESTAMP"), "a renewal prolongs the same row");
    }

    @Test
    void aRenewalKeepsTheLease() {
        for (int i = 0; i < 10; i++) {
            lease.renew();
            clock.advanceMillis(LAST_MILLI);
            assertTrue(lease.isHeld(), "as long as it is renewed in time");
        }
    }

    @Test
    void aNodeJudgesOthersOnlyAfterAWholeLeaseWithoutABreak() {
        lease.renew();
        advanceAndRenew(9);
        assertFalse(lease.isSettled(), "nine seconds are too few");
        clock.advanceMillis(999);
        assertFalse(lease.isSettled(), "so is a millisecond less than ten");
        clock.advanceMillis(1);
        assertTrue(lease.isSettled(), "ten are enough");
        clock.advance(Lease.DURATION);
        lease.renew();
        assertFalse(lease.isSettled(), "a break begins the time anew");
        advanceAndRenew(10);
        assertTrue(lease.isSettled(), "and then it is over");
    }

    @Test
    void withoutTheDatabaseTheLeaseEndsAndWithItComesBack() {
        lease.renew();
        database.goAway();
        var broken = lease();
        broken.renew();
        assertFalse(broken.isHeld(), "nothing is held that nobody gave, and nothing is thrown");
        database.comeBack();
        broken.renew();
        assertTrue(broken.isHeld(), "the next call tries again");
    }

    @Test
    void aConnectionThatBreaksIsReplaced() {
        lease.renew();
        database.endConnections();
        lease.renew();
        clock.advance(Lease.RENEWAL);
        lease.renew();
        assertEquals(1, rows("lease_until > CURRENT_TIMESTAMP"), "the node has one row");
        clock.advanceMillis(LAST_MILLI);
        assertTrue(lease.isHeld(), "and holds its lease since the last renewal");
    }

    @Test
    void aNodeThatStopsGivesItsLeaseBack() {
        lease.renew();
        lease.release();
        assertEquals(0, rows("TRUE"), "nobody waits for its end");
        assertFalse(lease.isHeld(), "and it starts no run");
        lease.release();
        assertFalse(lease.isHeld(), "giving it back twice harms nobody");
    }

    @Test
    void eachStartIsAnotherNode() {
        var second = lease();
        assertNotEquals(lease.node(), second.node(), "a node that comes back is not the one that died");
        lease.renew();
        second.renew();
        lease.release();
        assertEquals(1, rows("id = ?", second.node()), "one node's end leaves the other alone");
    }

    @Test
    void aNodeSaysOfItselfWhatPeopleAskFor() throws SQLException {
        counters.gauge("carillon_sessions", "", () -> 3);
        counters.gauge("carillon_runs_in_hand", "", () -> 2);
        wall = database.one(OffsetDateTime.class, "SELECT CURRENT_TIMESTAMP").toInstant().toEpochMilli() - 3_600_000;
        lease.renew();
        var said = nodes().get(0);
        assertEquals("bell 3 2 7 true", said.name() + ' ' + said.sessions() + ' ' + said.runs() + ' ' + said.workers() + ' ' + said.alive(), "its name, its load, and that it lives");
        assertEquals(3_600_000, said.clockOffsetMillis(), 60_000, "an hour slow: nothing depends on it, but people should know");
        assertTrue(said.version().matches("[0-9].*"), "the build's version, not a placeholder: " + said.version());
        assertEquals(Lease.DURATION, Duration.between(said.startedAt(), said.leaseUntil()), "and how long it may be believed");
    }

    @Test
    void aNodeThatDiedIsShownForADayAndThenForgotten() throws SQLException {
        lease.renew();
        database.execute("UPDATE node SET lease_until = lease_until - INTERVAL '23' HOUR");
        lease().renew();
        assertEquals(List.of(false, true), nodes().stream().map(Node::alive).sorted().toList(), "the dead one is seen to be dead, though both began in one millisecond");
        database.execute("UPDATE node SET lease_until = lease_until - INTERVAL '2' HOUR WHERE id = ?", lease.node());
        lease().renew();
        assertEquals(List.of(true, true), nodes().stream().map(Node::alive).toList(), "a day later it is gone");
    }

    private List<Node> nodes() {
        return database.jdbi().withHandle(NodeTable::all);
    }

    private void advanceAndRenew(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            lease.renew();
        }
    }

    private Lease lease() {
        var configuration = TestConfiguration.of("carillon.node.name", "bell", "carillon.tasks.workers", "7");
        return new Lease(database, configuration, counters, clock, () -> wall);
    }

    private int rows(String where, Object... arguments) {
        return database.one(Integer.class, "SELECT COUNT(*) FROM node WHERE " + where, arguments);
    }
}
