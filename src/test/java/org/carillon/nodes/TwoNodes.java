package org.carillon.nodes;

import java.sql.SQLException;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.monitoring.SettableClock;

/** Two nodes that hold their leases in one database; ends with {@link #close}. */
final class TwoNodes implements AutoCloseable {

    final TestDatabase database;
    final SettableClock clock = new SettableClock();
    final Lease lease;
    final Lease other;

    TwoNodes(Vendor vendor) {
        database = new TestDatabase(vendor);
        lease = TestLease.of(database, clock);
        other = TestLease.of(database, clock);
        lease.renew();
        other.renew();
    }

    @Override
    public void close() throws SQLException {
        lease.release();
        other.release();
        database.close();
    }
}
