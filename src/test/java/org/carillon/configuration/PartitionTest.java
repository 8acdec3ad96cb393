package org.carillon.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.carillon.monitoring.SettableClock;
import org.carillon.server.Relay;
import org.carillon.server.Relay.Mode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network between a node and its database that is cut in each way a network can be. */
class PartitionTest {

    private final Relay relay = relay();
    private final String url = TestPostgresql.emptyDatabase().replaceFirst(":[0-9]+/", ":" + relay.port() + "/");
    private final SettableClock clock = new SettableClock();

    @AfterEach
    void end() throws IOException {
        relay.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSE", "CUT_ONCE"})
    void aCutIsHealedByTheFirstUseAfterIt(Mode mode) throws SQLException {
        try (var pooled = ValidatedConnection.of(this::open, clock)) {
            assertEquals(1, ask(pooled), "the wire is whole");
            relay.set(mode);
            clock.advanceMillis(ValidatedConnection.REST_MILLIS);
            if (mode == Mode.REFUSE) {
                assertThrows(SQLException.class, () -> ask(pooled), "nobody is there");
                relay.set(Mode.OPEN);
            }
            assertEquals(1, ask(pooled), "and now somebody is");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HOLD", "HOLD_ANSWERS"})
    void nobodyWaitsLongerThanALeaseForAWireThatIsSilent(Mode mode) throws SQLException {
        try (var pooled = ValidatedConnection.of(this::open, clock)) {
            assertEquals(1, ask(pooled), "the wire is whole");
            relay.set(mode);
            clock.advanceMillis(ValidatedConnection.REST_MILLIS);
            long begin = System.nanoTime();
            assertThrows(SQLException.class, () -> ask(pooled), "the connection is asked, does not answer, and neither does a new one");
            var waited = Duration.ofNanos(System.nanoTime() - begin);
            assertTrue(waited.toSeconds() < 10, "it took " + waited);
            relay.set(Mode.OPEN);
            assertEquals(1, ask(pooled), "a healed wire is used at once");
        }
    }

    @Test
    void aConnectionThatTheDriverHasClosedIsReplacedByWhateverIsAskedFirst() throws SQLException {
        try (var pooled = ValidatedConnection.of(this::open, clock)) {
            pooled.setAutoCommit(false);
            assertEquals(1, ask(pooled), "half of a transaction");
            relay.set(Mode.REFUSE);
            assertThrows(SQLException.class, () -> ask(pooled), "nothing is replaced in the middle of it");
            assertThrows(SQLException.class, pooled::rollback);
            assertThrows(SQLException.class, () -> pooled.setAutoCommit(true));
            assertThrows(SQLException.class, pooled::getAutoCommit, "it is still away");
            pooled.setClientInfo("ApplicationName", "a pool that is given it back");
            relay.set(Mode.OPEN);
            assertTrue(pooled.getAutoCommit(), "whoever borrows it next begins with a question");
            assertEquals(1, ask(pooled));
        }
    }

    @Test
    void aStatementUnderWayEndsByTheSocketsTimeout() throws SQLException {
        try (var connection = ConfiguredDataSource.postgresql(url + "&socketTimeout=1", "postgres", "").getConnection()) {
            assertEquals(1, ask(connection), "the wire is whole");
            relay.set(Mode.HOLD);
            assertThrows(SQLException.class, () -> ask(connection), "no statement waits for ever");
        }
    }

    private Connection open() throws SQLException {
        // Shorter than ours, so that the question and the attempt to connect together are within a test's patience.
        return ConfiguredDataSource.postgresql(url + "&socketTimeout=3&connectTimeout=2", "postgres", "").getConnection();
    }

    private static int ask(Connection connection) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery("SELECT 1")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Relay relay() {
        try {
            return new Relay(new InetSocketAddress(InetAddress.getLoopbackAddress(), TestPostgresql.server().getPort()), new Random());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
