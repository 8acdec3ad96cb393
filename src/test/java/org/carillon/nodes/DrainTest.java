package org.carillon.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Vendor.class)
class DrainTest {

    private final TwoNodes cluster;
    private final TestDatabase database;
    private final SettableClock clock;
    private final Lease lease;
    private final Lease other;
    private final Nodes nodes;
    private final Drain drain;

    DrainTest(Vendor vendor) {
        cluster = new TwoNodes(vendor);
        database = cluster.database;
        clock = cluster.clock;
        lease = cluster.lease;
        other = cluster.other;
        nodes = new Nodes(database, other);
        drain = new Drain(database, lease, clock);
    }

    @AfterEach
    void end() throws SQLException {
        cluster.close();
    }

    @Test
    void aNodeThatAnotherIsAskedForGoesAndNobodyElse() {
        assertFalse(drain.look());
        assertTrue(drain.health().up());
        nodes.drain(lease.node());
        assertTrue(drain.look(), "whichever node was told");
        assertFalse(drain.health().up(), "a balancer leaves it out");
        assertFalse(new Drain(database, other, clock).look(), "the others stay");
        assertEquals(List.of(lease.node()), nodes.all().stream().filter(Node::draining).map(Node::id).toList(), "and everybody can see it");
    }

    @Test
    void itIsForGoodThoughTheDatabaseGoesAndForgetsTheNode() {
        nodes.drain(lease.node());
        drain.look();
        database.goAway();
        assertTrue(drain.look());
        database.comeBack();
        lease.release();
        assertTrue(drain.look());
        lease.renew();
        assertEquals(List.of(lease.node()), nodes.all().stream().filter(Node::draining).map(Node::id).toList(), "everybody still sees it");
    }

    @Test
    void aDatabaseThatIsAwayAsksNobodyToGo() {
        database.goAway();
        assertFalse(drain.look());
        database.comeBack();
        nodes.drain(lease.node());
        assertTrue(drain.look(), "and it is asked again");
    }

    @Test
    void clientsGoInBatchesOnceBalancersKnowAndAllOfThemInTime() {
        assertEquals(0, drain.batch(1_000), "nobody goes unasked");
        nodes.drain(lease.node());
        drain.look();
        clock.advance(Drain.QUIET.minusMillis(1));
        assertEquals(0, drain.batch(1_000), "balancers may not know yet");
        clock.advanceMillis(1);
        assertEquals(Drain.BATCH, drain.batch(1_000));
        long left = 100_000;
        var took = Drain.QUIET;
        for (; left > 0; took = took.plus(Drain.STEP)) {
            left -= drain.batch((int) left);
            clock.advance(Drain.STEP);
        }
        assertTrue(took.compareTo(Duration.ofSeconds(30)) < 0, "however many there are, all are gone after " + took);
    }
}
