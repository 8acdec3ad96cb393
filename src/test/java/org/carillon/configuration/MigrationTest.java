package org.carillon.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an older Carillon has written is there, and means the same, after an update. */
class MigrationTest {

    private static final String RUN = "INSERT INTO run (id, task_id, fire_at, attempt, state, fence, idempotency_key) VALUES (?, ?, ?, 1, ?, 1, ?)";

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void runsOfVersionFiveKeepTheirKeysAndAreOpenOrNot(Vendor vendor) throws SQLException {
        boolean shared = vendor == Vendor.POSTGRESQL;
        var source = source(shared);
        Database.schema(source, shared).target("5").load().migrate();
        Jdbi.create(source).useHandle(handle -> {
            var time = Instant.parse("2026-01-01T00:00:00Z").atOffset(ZoneOffset.UTC);
            handle.execute(RUN, UUID.randomUUID(), "sweep", time, "SUCCEEDED", "key");
            handle.execute(RUN, UUID.randomUUID(), "dust", time, "RUNNING", "key");
            handle.execute(RUN, UUID.randomUUID(), "dust", time.plusSeconds(1), "QUEUED", null);
            handle.execute(RUN, UUID.randomUUID(), "dust", time.plusSeconds(2), "RETRYING", null);
            Database.migrate(source, shared);
            assertEquals(List.of("dust/key", "sweep/key"), handle.select("SELECT idempotency_key FROM run WHERE idempotency_key IS NOT NULL ORDER BY 1").mapTo(String.class).list());
            assertEquals(List.of("QUEUED", "RETRYING", "RUNNING"), handle.select("SELECT state FROM run WHERE open_task = 'dust' ORDER BY 1").mapTo(String.class).list());
            assertEquals(0, handle.select("SELECT COUNT(*) FROM run WHERE open_task = 'sweep'").mapTo(Integer.class).one(), "it has ended");
            assertThrows(JdbiException.class, () -> handle.execute(RUN, UUID.randomUUID(), "sweep", time.plusSeconds(3), "QUEUED", "sweep/key"), "a key is one run");
        });
    }

    private static DataSource source(boolean shared) throws SQLException {
        if (shared) {
            return ConfiguredDataSource.postgresql(TestPostgresql.emptyDatabase(), "postgres", "");
        }
        var embedded = new JdbcDataSource();
        embedded.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return embedded;
    }
}
