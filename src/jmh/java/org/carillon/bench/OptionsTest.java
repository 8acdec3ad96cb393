package org.carillon.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void withoutWordsAllPeersAreMeasured() {
        var options = Options.parse(List.of());
        assertEquals(List.of(Peer.values()), options.peers());
        assertEquals(1_000, options.clients());
    }

    @Test
    void peersKeepTheirOrder() {
        assertEquals(List.of(Peer.NIO, Peer.PAYARA), Options.parse(List.of("peers=nio,payara")).peers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"clients=1", "clients=20000", "size=64", "size=4096", "stalled=999", "fires=10000", "journal=true", "database=postgresql", "nodes=1", "writers=64", "batch=1000"})
    void theLimitItselfIsAllowed(String word) {
        Options.parse(List.of(word));
    }

    @Test
    void onlyASharedDatabaseHasSeveralNodes() {
        assertEquals(9, Options.parse(List.of("nodes=9", "database=postgresql")).nodes());
        assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of("nodes=10", "database=postgresql")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clients=0", "clients=20001", "size=63", "size=4097", "stalled=1000", "fires=0", "rate=ten", "journal=yes", "database=oracle", "nodes=2", "writers=65", "batch=0", "peers=jetty", "colour=red", "clients"})
    void anythingElseIsRefusedByName(String word) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of(word)));
        assertTrue(refusal.getMessage().contains(word) && refusal.getMessage().contains("allowed"), refusal.getMessage());
    }
}
