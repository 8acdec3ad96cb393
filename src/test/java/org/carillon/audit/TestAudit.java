package org.carillon.audit;

import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;

/** Makes a record of changes without a server. Has no state. */
public final class TestAudit {

    private TestAudit() {
    }

    public static Audit of(TestDatabase database) {
        return new Audit(database, TestConfiguration.of());
    }
}
