package org.carillon.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three settings that make a cluster, and what they must never do. */
class PostgresqlTest {

    private static final String SECRET = "s3cret-of-mine";

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://db.example.org/carillon", "jdbc:postgresql://one:5432,other:5433/carillon?targetServerType=primary",
        "jdbc:postgresql:carillon", ""})
    void aUrlOfPostgresqlIsAllowed(String url) {
        assertEquals(url, TestConfiguration.of("carillon.database.url", url).text(Setting.DATABASE_URL), "as the driver takes it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://db/carillon", "postgresql://db/carillon", "jdbc:h2:mem:x", "jdbc:postgresql://db:port/carillon",
        "jdbc:postgresql://db/carillon?password=" + SECRET, "jdbc:postgresql://db/carillon?user=me&password=" + SECRET})
    void anyOtherUrlIsRefusedWithoutBeingShown(String url) {
        var wrong = assertThrows(InvalidSetting.class, () -> TestConfiguration.of("carillon.database.url", url).validate());
        assertTrue(wrong.getMessage().contains("carillon.database.url") && wrong.getMessage().contains("jdbc:postgresql://host"), "it names the cure: " + wrong.getMessage());
        assertFalse(wrong.getMessage().contains(SECRET) || wrong.getMessage().contains(url), "what may hold a password is not shown");
        assertNull(wrong.getCause(), "nor quoted by a cause");
    }

    @Test
    void aPasswordIsTakenAsItIs() {
        assertEquals(" blank; and 'quoted' ", TestConfiguration.of("carillon.database.password", " blank; and 'quoted' ").text(Setting.DATABASE_PASSWORD),
                "blanks and punctuation are part of it");
    }

    @Test
    void whatTheUrlSaysGoesBeforeOurOptions() throws SQLException {
        var source = ConfiguredDataSource.postgresql("jdbc:postgresql://db/carillon?socketTimeout=3", "", "");
        assertEquals(3, source.getSocketTimeout(), "the operator's");
        assertEquals(5, source.getConnectTimeout(), "ours, since nobody waits longer than a lease");
        assertEquals("Carillon", source.getApplicationName(), "so that administrators see whose a connection is");
    }

    @ParameterizedTest
    @CsvSource({"28P01, carillon.database.user", "28000, carillon.database.user", "3D000, carillon.database.url", "42501, carillon.database.url"})
    void aDatabaseThatRefusesIsAWrongSetting(String state, String key) {
        var wrong = Refusal.of(new SQLException("FATAL: no\n  Detail: never", state), shared("nobody"));
        assertInstanceOf(InvalidSetting.class, wrong, "waiting would not help");
        assertTrue(wrong.getMessage().contains(key) && wrong.getMessage().contains("FATAL: no Detail: never"), "one line with the key: " + wrong.getMessage());
        assertFalse(wrong.getMessage().contains(SECRET), "and without the password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P03", "53300"})
    void aDatabaseThatIsNotThereYetIsWaitedFor(String state) {
        assertInstanceOf(DatabaseAway.class, Refusal.of(new SQLException("refused", state), shared("nobody")), "it may come up later than its nodes");
    }

    @Test
    void aWrongPasswordIsNotInWhatIsThrown() throws IOException {
        int port;
        try (var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }
        var settings = TestConfiguration.of("carillon.database.url", "jdbc:postgresql://127.0.0.1:" + port + "/x", "carillon.database.password", SECRET);
        var failed = assertThrows(SQLException.class, () -> ConfiguredDataSource.open(settings));
        var away = Refusal.of(failed, settings);
        assertInstanceOf(DatabaseAway.class, away, "nobody listens there");
        for (Throwable cause = away; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause.getMessage()).contains(SECRET), "a log has no password: " + cause.getMessage());
        }
    }

    @Test
    void aDatabaseThatIsLostInTheMiddleOfAStartIsWaitedFor() throws SQLException {
        try (var database = new TestDatabase(Vendor.POSTGRESQL)) {
            database.beginning(() -> database.execute("SELECT 1"));
            assertThrows(JdbiException.class, () -> database.beginning(() -> database.execute("SELECT nonsense")), "that will not heal by waiting");
            database.goAway();
            assertThrows(DatabaseAway.class, () -> database.beginning(() -> database.execute("SELECT 1")));
        }
    }

    @Test
    void nodesThatStartAtOnceMigrateOnce() throws SQLException, InterruptedException {
        var source = ConfiguredDataSource.postgresql(TestPostgresql.emptyDatabase(), "postgres", "");
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        var go = new CountDownLatch(1);
        var nodes = IntStream.range(0, 4).mapToObj(n -> new Thread(() -> {
            try {
                go.await();
                Database.migrate(source, true);
            } catch (Throwable failed) {
                failures.add(failed);
            }
        })).toList();
        nodes.forEach(Thread::start);
        go.countDown();
        for (Thread node : nodes) {
            node.join();
        }
        assertEquals("[]", failures.toString(), "each node finds the schema in order");
        var twice = Jdbi.create(source).withHandle(handle -> handle.select("SELECT COUNT(*) - COUNT(DISTINCT version) FROM flyway_schema_history WHERE success")
                .mapTo(Integer.class).one());
        assertEquals(0, twice, "and each step was done by one of them");
    }

    private static Configuration shared(String user) {
        return TestConfiguration.of("carillon.database.url", "jdbc:postgresql://db/carillon", "carillon.database.user", user, "carillon.database.password", SECRET);
    }
}
