package org.carillon.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.carillon.configuration.Vendor;
import org.carillon.nodes.Presence.Listeners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Vendor.class)
class PresenceTest {

    private final TwoNodes cluster;
    private final Presence here;
    private final Presence there;

    PresenceTest(Vendor vendor) {
        cluster = new TwoNodes(vendor);
        here = new Presence(cluster.database, cluster.lease);
        there = new Presence(cluster.database, cluster.other);
    }

    @AfterEach
    void end() throws SQLException {
        cluster.close();
    }

    @Test
    void theNodesAreAddedUpAndEachMayChangeItsMind() {
        here.tell(Map.of("everyone", 3, "news", 2));
        there.tell(Map.of("everyone", 4));
        assertEquals(List.of(new Listeners("everyone", 7, 2), new Listeners("news", 2, 1)), here.page("", 10));
        here.tell(Map.of("everyone", 5, "sport", 2));
        assertEquals(List.of(new Listeners("everyone", 9, 2), new Listeners("sport", 2, 1)), there.page("", 10), "whoever is asked");
        here.tell(Map.of());
        assertEquals(List.of(new Listeners("everyone", 4, 1)), there.page("", 10));
    }

    @Test
    void pagesGoOnBehindAName() {
        here.tell(Map.of("a", 2, "b", 2, "c", 2));
        assertEquals(List.of("a", "b"), here.page("", 2).stream().map(Listeners::channel).toList());
        assertEquals(List.of("c"), here.page("b", 2).stream().map(Listeners::channel).toList());
    }

    @Test
    void aNodeThatIsGoneOrDeadHasNoClients() {
        here.tell(Map.of("news", 2));
        there.tell(Map.of("news", 3));
        cluster.other.release();
        assertEquals(List.of(new Listeners("news", 2, 1)), here.page("", 10), "it went in good order");
        cluster.database.execute("UPDATE node SET lease_until = started_at");
        assertEquals(List.of(), here.page("", 10), "its lease is over");
    }

    @Test
    void afterAnOutageEverythingIsSaidAnew() {
        here.tell(Map.of("news", 2, "sport", 2));
        cluster.database.goAway();
        here.tell(Map.of("news", 3, "sport", 2));
        cluster.database.comeBack();
        cluster.database.execute("DELETE FROM node");
        cluster.lease.renew();
        here.tell(Map.of("news", 3, "sport", 2));
        assertEquals(List.of(new Listeners("news", 3, 1), new Listeners("sport", 2, 1)), here.page("", 10), "also if the node was forgotten meanwhile");
    }
}
