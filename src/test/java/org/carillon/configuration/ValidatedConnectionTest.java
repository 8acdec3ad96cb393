package org.carillon.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import org.carillon.monitoring.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a pool that never asks would hand out after the database was restarted. */
class ValidatedConnectionTest {

    private final TestDatabase database = new TestDatabase(Vendor.POSTGRESQL);
    private final SettableClock clock = new SettableClock();
    private final Connection pooled = pooled();

    @AfterEach
    void end() throws SQLException {
        pooled.close();
        database.close();
    }

    @Test
    void aConnectionThatBrokeWhileItRestedIsReplacedBeforeItsNextUse() throws SQLException {
        int before = backend();
        rest();
        database.endConnections();
        assertNotEquals(before, backend(), "the statement went to a new connection, and nobody saw a failure");
    }

    @Test
    void oneThatIsWellIsKept() throws SQLException {
        int before = backend();
        rest();
        assertEquals(before, backend(), "a connection is dear");
    }

    @Test
    void oneThatHasJustWorkedIsNotAsked() throws SQLException {
        backend();
        clock.advanceMillis(ValidatedConnection.REST_MILLIS - 1);
        database.endConnections();
        assertThrows(SQLException.class, this::backend, "a question for each statement would double them");
        assertTrue(backend() > 0, "but what the driver found out is known at once");
    }

    @Test
    void gettersNeitherAskNorCountAsUse() throws SQLException {
        backend();
        database.endConnections();
        for (int i = 0; i < 10; i++) {
            clock.advanceMillis(ValidatedConnection.REST_MILLIS / 2);
            assertTrue(pooled.getAutoCommit() && pooled.getWarnings() == null, "pools call these whenever they like");
        }
        assertTrue(backend() > 0, "and the rest goes on meanwhile");
    }

    @Test
    void aTransactionThatHasBegunIsNeverMovedToAnotherConnection() throws SQLException {
        pooled.setAutoCommit(false);
        backend();
        rest();
        database.endConnections();
        assertThrows(SQLException.class, this::backend, "its first half is lost, so the second half must fail");
        rest();
        assertThrows(SQLException.class, this::backend, "however often it is tried");
        assertThrows(SQLException.class, pooled::commit, "and so must its commit");
        assertTrue(backend() > 0, "the next transaction is healed");
        pooled.rollback();
    }

    @Test
    void aTransactionBeginsOnAConnectionThatWorks() throws SQLException {
        backend();
        rest();
        database.endConnections();
        pooled.setAutoCommit(false);
        assertTrue(backend() > 0, "asked before the transaction began");
        pooled.rollback();
    }

    @Test
    void theNewConnectionIsSetAsTheOldOneWas() throws SQLException {
        pooled.setAutoCommit(false);
        pooled.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        backend();
        pooled.commit();
        rest();
        database.endConnections();
        backend();
        assertFalse(pooled.getAutoCommit(), "a statement outside a transaction would be committed at once");
        assertEquals(Connection.TRANSACTION_SERIALIZABLE, pooled.getTransactionIsolation(), "and one with another isolation may read what it must not");
        pooled.rollback();
    }

    @Test
    void whileTheDatabaseIsAwayEachUseFailsAndTheFirstOneAfterwardsWorks() throws SQLException {
        backend();
        rest();
        database.endConnections();
        database.goAway();
        assertThrows(SQLException.class, this::backend, "there is nothing to replace it with");
        assertThrows(SQLException.class, this::backend, "nor the second time");
        database.comeBack();
        assertTrue(backend() > 0, "it needs no further failure to be healed");
    }

    private Connection pooled() {
        try {
            return ValidatedConnection.of(database::open, clock);
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void rest() {
        clock.advanceMillis(ValidatedConnection.REST_MILLIS);
    }

    private int backend() throws SQLException {
        try (var statement = pooled.createStatement(); var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
