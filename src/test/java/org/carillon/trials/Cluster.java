package org.carillon.trials;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.carillon.api.Announcement;
import org.carillon.configuration.TestPostgresql;
import org.carillon.server.Await;
import org.carillon.server.FixtureWar;
import org.carillon.server.Http;
import org.carillon.server.Relay;
import org.carillon.server.RunningServer.Plan;
import org.carillon.server.RunningServer;
import org.jdbi.v3.core.Jdbi;

/**
 * Real server processes on one database. A run of the trials on Payara has Payara nodes alone; a run on WildFly has every second
 * node on Payara. {@link #close} ends exactly these processes.
 */
final class Cluster implements AutoCloseable {

    static final int NODES = Integer.getInteger("trial.nodes", 3);

    /** Of whatever a trial does by chance; one that is given plays the same faults again. */
    static final long SEED = Long.getLong("trial.seed", System.nanoTime());

    static final String TOKEN = "a-token-of-the-trials-own-0123456789";

    /** Whether each trial's protection is taken away, to see that the trial can fail. */
    static final boolean UNPROTECTED = Boolean.getBoolean("trial.unprotected");

    private final Random random = new Random(SEED);
    private final int nodes;
    private final List<Plan> plans = new ArrayList<>();
    private final List<RunningServer> servers = new ArrayList<>();
    private final List<Path> witnesses = new ArrayList<>();
    private final List<Relay> wires = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private final String url;
    private final Jdbi database;

    private Cluster(int nodes) {
        this.nodes = nodes;
        this.url = TestPostgresql.emptyDatabase();
        this.database = Jdbi.create(url, "postgres", "");
    }

    /** Plans the nodes; {@link #launch} starts them. */
    static Cluster of(int nodes, String name, Map<String, String> settings, boolean apart) throws IOException {
        return plan(new Cluster(nodes), name, settings, apart, war(name));
    }

    /** As {@link #of}, with a wire between each node and the database that the trial can cut. */
    static Cluster wired(String name, Map<String, String> settings) throws IOException {
        var cluster = new Cluster(NODES);
        for (int n = 0; n < NODES; n++) {
            cluster.wires.add(new Relay(new InetSocketAddress(InetAddress.getLoopbackAddress(), URI.create(cluster.url.substring("jdbc:".length())).getPort()), cluster.random));
        }
        return plan(cluster, name, settings, false, war(name));
    }

    /** Nodes whose own clocks are wrong by so many milliseconds. */
    static Cluster skewed(String name, Map<String, String> settings, long... offsets) throws IOException {
        var cluster = new Cluster(NODES);
        LongStream.of(offsets).forEach(cluster.offsets::add);
        return plan(cluster, name, settings, UNPROTECTED, war(name, SkewedClock.class));
    }

    private static Cluster plan(Cluster cluster, String name, Map<String, String> settings, boolean apart, Path war) throws IOException {
        for (int n = 0; n < cluster.nodes; n++) {
            var server = RunningServer.isPayara() || n % 2 == 1 ? "payara" : "wildfly";
            var witness = Path.of(System.getProperty("work.directory"), name + "-witness-" + n).toAbsolutePath();
            Files.deleteIfExists(witness);
            var all = new HashMap<>(settings);
            all.putAll(Map.of("carillon.database.url", apart && n > 0 ? TestPostgresql.emptyDatabase() : cluster.url(n), "carillon.database.user", "postgres",
                    "carillon.node.name", "node-" + n, "carillon.admin.token", TOKEN, "trial.witness", witness.toString(),
                    "carillon.journal.publications", "1000000", "carillon.journal.age", "P1D", "carillon.tasks.history.runs", "1000000"));
            all.put(SkewedClock.OFFSET, String.valueOf(cluster.offsets.isEmpty() ? 0 : cluster.offsets.get(n % cluster.offsets.size())));
            cluster.witnesses.add(witness);
            cluster.plans.add(Plan.of(name + "-" + n, all).on(server).withWar(war));
        }
        return cluster;
    }

    /** The application with the tasks that write to a file. */
    static Path war(String name, Class<?>... more) throws IOException {
        var all = Stream.concat(Stream.of(WitnessTask.class, WitnessTasks.class), Stream.of(more)).toArray(Class<?>[]::new);
        return FixtureWar.of(Path.of(System.getProperty("work.directory"), name), "ROOT", all);
    }

    /** Starts all nodes at once and waits until each is ready. */
    Cluster launch() throws IOException {
        try {
            for (Plan plan : plans) {
                servers.add(plan.launch());
            }
            servers.forEach(RunningServer::awaitReady);
            return this;
        } catch (IOException | RuntimeException | Error late) {
            close();
            throw late;
        }
    }

    private String url(int n) {
        return wires.isEmpty() ? url : url.replaceFirst(":[0-9]+/", ":" + wires.get(n).port() + "/");
    }

    Relay wire(int n) {
        return wires.get(n);
    }

    int size() {
        return servers.size();
    }

    RunningServer node(int n) {
        return servers.get(n);
    }

    URI uri(int n) {
        return URI.create(servers.get(n).url());
    }

    /** The documented way to stop a node: drain, then SIGTERM. Gives what it took until it was empty. */
    Duration drainAndTerminate(int n) throws InterruptedException {
        long begin = System.nanoTime();
        var id = Http.get(uri(n).resolve("/api/nodes")).body().replaceFirst("(?s).*\"id\":\"([^\"]*)\",\"name\":\"[^\"]*\",\"self\":true.*", "$1");
        Http.post(uri((n + 1) % size()).resolve("/api/nodes/" + id + "/drain"), "", "Authorization", "Bearer " + TOKEN);
        Await.until("the node is empty", Duration.ofSeconds(40), () -> metric(n, "carillon_sessions") == 0 && metric(n, "carillon_runs_in_hand") == 0 && Http.statusOf(uri(n).resolve("/health/ready")) == 503);
        var took = Duration.ofNanos(System.nanoTime() - begin);
        servers.get(n).terminate();
        return took;
    }

    /** Does not wait. */
    void restart(int n) throws IOException {
        servers.set(n, plans.get(n).launch());
    }

    /** {@code STOP} or {@code CONT}. */
    void signal(int n, String name) throws IOException, InterruptedException {
        signal(servers.get(n).process().pid(), name);
    }

    /** Stops a node in the middle of runs: those who have none are let go on and stopped again. */
    void stopAmidRuns(int n) throws IOException, InterruptedException {
        signal(n, "STOP");
        while (count("SELECT COUNT(*) FROM run JOIN node ON node.id = run.owner WHERE node.name = 'node-" + n + "' AND run.state IN ('CLAIMED', 'RUNNING') AND node.lease_until > clock_timestamp()") == 0) {
            signal(n, "CONT");
            pauseAbout(30);
            signal(n, "STOP");
        }
    }

    /** Ends the process that serves one connection of a node to the database, in the middle of whatever it does. */
    void killBackend() throws IOException, InterruptedException {
        signal(count("SELECT MAX(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"), "KILL");
    }

    private static void signal(long pid, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).inheritIO().start().waitFor();
    }

    Jdbi database() {
        return database;
    }

    long count(String sql) {
        return database.withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }

    long metric(int n, String name) {
        return Http.get(uri(n).resolve("/metrics")).body().lines().filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1))).sum();
    }

    /** Fires that the history says were skipped: the one before was still running. */
    long skipped() {
        return count("SELECT COUNT(*) FROM run WHERE state = 'SKIPPED'");
    }

    /** Fires that the history accounts for though they did not run: skipped, missed, or stood for by a later one when nobody had come to them in time. */
    Set<String> accounted(long periodMillis) {
        var keys = new HashSet<String>();
        database.useHandle(handle -> handle.select("SELECT task_id, CAST(EXTRACT(EPOCH FROM fire_at) * 1000 AS BIGINT) AS at, fires FROM run WHERE state IN ('SKIPPED', 'MISSED') OR fires > 1")
                .map((row, context) -> {
                    for (long n = 0; n < row.getLong("fires"); n++) {
                        keys.add(row.getString("task_id") + '@' + (row.getLong("at") - n * periodMillis));
                    }
                    return row.getLong("fires");
                }).list());
        return keys;
    }

    /** Publications of one run beyond its first. */
    long toldTwice() {
        return count("SELECT COUNT(*) - COUNT(DISTINCT data) FROM publication WHERE event = '" + WitnessTask.EVENT + "'");
    }

    /** Recorded results that were never told, and told ones that were never recorded. */
    long toldAmiss() {
        return Math.abs(count("SELECT (SELECT COUNT(*) FROM run WHERE state = 'SUCCEEDED' AND task_id LIKE 'w__') - (SELECT COUNT(*) FROM publication WHERE event = '"
                + WitnessTask.EVENT + "')"));
    }

    /** The last offset that clients hear of. */
    long head() {
        return database.withHandle(handle -> handle.select("SELECT MAX(id) FROM publication WHERE channel = ?", Announcement.EVERYONE).mapTo(Long.class).one());
    }

    /** What clients complain of, and what they did not get though it is in the journal and for everyone. */
    long complaints(Client.Ledger ledger) {
        List<Long> offsets = database.withHandle(handle -> handle.select("SELECT id FROM publication WHERE channel = ?", Announcement.EVERYONE).mapTo(Long.class).list());
        var forEveryone = new TreeSet<>(offsets);
        return ledger.complaints.size() + ledger.leaps.stream().filter(leap -> !forEveryone.subSet(leap.after(), false, leap.before(), false).isEmpty()).count();
    }

    /** Runs that somebody has had for longer than the taking over of a lost node's runs takes, and still has. */
    long lostForEver(long seconds) {
        return count("SELECT COUNT(*) FROM run WHERE state IN ('CLAIMED', 'RUNNING') AND claimed_at < clock_timestamp() - INTERVAL '" + seconds + "' SECOND");
    }

    /** From now on nobody can take over what another node has. */
    void letNobodyTakeOver() {
        database.useHandle(handle -> handle.execute("CREATE RULE nobody_takes_over AS ON UPDATE TO run WHERE NEW.owner <> OLD.owner DO INSTEAD NOTHING"));
    }

    /** The node that a fault strikes. */
    int anyNode() {
        return random.nextInt(size());
    }

    /** Lets time pass, and up to as much again by chance: a fault has no favourite moment within a second or a lease. */
    void pauseAbout(long millis) throws InterruptedException {
        pause(millis + random.nextLong(millis));
    }

    static void pause(long millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    Witness witness() throws IOException {
        return Witness.read(witnesses);
    }

    @Override
    public void close() throws IOException {
        for (Relay wire : wires) {
            wire.close();
        }
        servers.forEach(server -> {
            try {
                signal(servers.indexOf(server), "CONT");
                server.kill();
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }
}
