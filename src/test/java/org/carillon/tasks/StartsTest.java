package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.runs.Claim;
import org.carillon.runs.RunTable;
import org.carillon.runs.TestRuns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Attempts begin together in one transaction, and each for itself. */
@ParameterizedClass
@EnumSource(Vendor.class)
class StartsTest {

    private static final int MANY = 120;
    private static final int THREADS = 16;

    private final TestDatabase database;
    private final Starts starts;

    StartsTest(Vendor vendor) {
        database = new TestDatabase(vendor);
        starts = new Starts(database);
    }

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @Test
    void manyAtOnceBeginOnceEachAndOneThatWasTakenAwayDoesNot() throws Exception {
        var claims = IntStream.range(0, MANY).mapToObj(this::claim).toList();
        var taken = claims.get(MANY / 2);
        database.execute("UPDATE run SET fence = fence + 1 WHERE id = ?", taken.runId());
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Boolean>> begun = new ArrayList<>();
            claims.forEach(claim -> begun.add(threads.submit(() -> starts.begin(claim))));
            for (int i = 0; i < MANY; i++) {
                assertEquals(claims.get(i) != taken, begun.get(i).get(), "run " + i);
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(MANY - 1L, database.one(Long.class, "SELECT COUNT(*) FROM run WHERE state = 'RUNNING' AND started_at IS NOT NULL"), "each is recorded");
        assertFalse(starts.begin(claims.get(0)), "it has begun");
    }

    @Test
    void withoutTheDatabaseNoneBeginsAndWithItBackTheyDo() {
        var claim = claim(1);
        database.goAway();
        assertFalse(starts.begin(claim), "nobody would know of it");
        database.comeBack();
        assertTrue(starts.begin(claim), "it is taken up again");
    }

    private Claim claim(int n) {
        var claim = TestRuns.claim("task", Instant.EPOCH.plusSeconds(n));
        database.jdbi().useTransaction(handle -> RunTable.insert(handle, TestRuns.claimed(claim, UUID.randomUUID())));
        return claim;
    }
}
