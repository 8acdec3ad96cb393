package org.carillon.tasks;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Every;
import org.carillon.api.Policy;
import org.carillon.api.Task;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.journal.Journal;
import org.carillon.journal.TestJournal;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.SettableClock;
import org.carillon.monitoring.TestCounters;
import org.carillon.nodes.Drain;
import org.carillon.nodes.Lease;
import org.carillon.nodes.TestLease;
import org.carillon.runs.Claim;
import org.carillon.runs.Completions;
import org.carillon.runs.LiveLines;
import org.carillon.runs.RunTable;
import org.carillon.runs.Runs;
import org.carillon.runs.TestRuns;
import org.carillon.runs.Watch;
import org.carillon.runs.Workers;
import org.carillon.server.Await;
import org.carillon.triggers.Triggers;

/** A node without a server: the tasks' classes wired together on a database that several of them may share. */
public final class TestNode implements AutoCloseable {

    public static final String TASK = "yearly";

    /** Short, because most tests that leave a run behind do not care what becomes of it. */
    static final Duration GRACE = Duration.ofMillis(100);

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** So long a period that no fire comes due by itself while a test runs. */
    @Task(id = TASK)
    @Every("P365D")
    @Policy(misfireGrace = "P3650D")
    static final class Yearly {
    }

    @Task(id = "other")
    @Every("P365D")
    @Policy(misfireGrace = "P3650D")
    static final class Other {
    }

    /** The bean class that carries the annotations, and what it does. */
    record Handler(Class<?> annotated, BackgroundTask work) {
    }

    public final SettableClock clock = new SettableClock();
    public final Counters counters = new Counters();
    final List<String> shown = new CopyOnWriteArrayList<>();
    public final TestDatabase database;
    public final Lease lease;
    final Drain drain;
    public final Journal journal;
    public final Workers workers;
    public final Completions completions;
    final TaskCatalogue catalogue;
    public final Definitions definitions;
    public final Runs runs;
    public final Schedules schedules;
    public final RunRequests requests;
    final Watch watch;
    private final Told told = new Told(counters, clock);
    final Runner runner;
    public final Timetable timetable;

    TestNode(TestDatabase database, int size, Handler... handlers) {
        this(database, size, GRACE, handlers);
    }

    TestNode(TestDatabase database, int size, Duration grace, Handler... handlers) {
        var configuration = TestConfiguration.of("carillon.tasks.workers", String.valueOf(size), "carillon.stop.grace", grace.toString());
        this.database = database;
        lease = TestLease.of(database, clock);
        journal = TestJournal.of(database, configuration);
        drain = TestLease.drain(database, lease, clock);
        workers = TestRuns.workers(configuration, counters, drain);
        completions = TestRuns.completions(database, journal, workers, counters);
        catalogue = new TaskCatalogue(instance(List.of(handlers)), configuration);
        var wakeup = new Wakeup();
        definitions = new Definitions(catalogue, database, wakeup);
        runs = TestRuns.runs(database);
        var nodeFires = new NodeFires(definitions);
        schedules = new Schedules(definitions, nodeFires, catalogue, runs, workers, database, wakeup);
        requests = new RunRequests(definitions, catalogue, runs, database, wakeup);
        watch = TestRuns.watch(workers, completions, lease, database);
        LiveLines live = (channel, event, data) -> shown.add(channel + " " + event + " " + data);
        runner = new Runner(catalogue, new Starts(database), lease, workers, completions, runs, nodeFires, clock, live, wakeup, counters);
        timetable = new Timetable(catalogue, definitions, nodeFires, database, journal, lease, workers, runner, completions, watch, clock, told, wakeup);
    }

    public static TestNode of(TestDatabase database, BackgroundTask work) {
        return new TestNode(database, 4, new Handler(Yearly.class, work)).start();
    }

    TestNode start() {
        lease.renew();
        workers.start(Thread::new);
        arm();
        return this;
    }

    public Retention retention() {
        return new Retention(definitions, schedules, runs, journal, told, database, TestConfiguration.of());
    }

    /** What a restart does. */
    public void arm() {
        timetable.arm((id, isGone, change) -> change.run());
    }

    /** Makes a fire due, the n-th of many, and gives its nominal time. */
    public Instant makeDue(String task, int n) {
        var time = yearBegin().plusMillis(n);
        database.execute("UPDATE schedule SET next_fire_at = ?, due_at = ? WHERE task_id = ?", time.atOffset(ZoneOffset.UTC), time.atOffset(ZoneOffset.UTC), task);
        return time;
    }

    /** The latest nominal fire of a task with a period of 365 days. */
    public Instant yearBegin() {
        return Triggers.every(Duration.ofDays(365)).latest(database.jdbi().withHandle(RunTable::now)).orElseThrow();
    }

    /** Defines a task that fires each second; each text is a field of its definition. */
    public void defineEachSecond(String id, String... fields) {
        var text = "{\"handler\":\"" + TASK + "\",\"trigger\":{\"type\":\"interval\",\"every\":\"PT1S\"}"
                + Stream.of(fields).map(field -> "," + field.replace('\'', '"')).collect(Collectors.joining()) + "}";
        definitions.define(id, TestNode.json(text), TaskDefinition.Source.REST, definitions.find(id).map(TaskDefinition::version).orElse(0L));
    }

    /** Defines a task of the only handler that fires so seldom that none comes due by itself; each text is a field of its definition. */
    TaskDefinition define(String id, String... fields) {
        var text = "{\"handler\":\"" + TASK + "\",\"misfireGrace\":\"P3650D\",\"trigger\":{\"type\":\"interval\",\"every\":\"P365D\"}"
                + Stream.of(fields).map(field -> "," + field.replace('\'', '"')).collect(Collectors.joining()) + "}";
        long version = definitions.find(id).map(TaskDefinition::version).orElse(0L);
        return definitions.define(id, TestNode.json(text), TaskDefinition.Source.REST, version);
    }

    static JsonObject json(String text) {
        return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
    }

    /** One look at everything: what is due, cancelled, over its time. */
    void turn() {
        clock.advanceMillis(500);
        lease.renew();
        timetable.tick();
        watch.sweep();
    }

    Claims.Assignment assignment(Claim claim) {
        return new Claims.Assignment(claim, definitions.find(claim.taskId()).orElseThrow());
    }

    /** One fire from its claim to its recorded outcome. */
    public Instant fire(int n) {
        return fire(TASK, n);
    }

    Instant fire(String task, int n) {
        var time = makeDue(task, n);
        timetable.tick();
        awaitIdle();
        return time;
    }

    public void awaitIdle() {
        Await.until("every run that was claimed is recorded", DEADLINE, () -> {
            // As the tick does: one that could not be recorded is not left to a tick that met whoever was just failing.
            completions.flush();
            return workers.inHand().isEmpty();
        });
    }

    public String state(Instant fire) {
        return database.one(String.class, "SELECT state FROM run WHERE fire_at = ?", fire.atOffset(ZoneOffset.UTC));
    }

    public int runs(String where) {
        return database.one(Integer.class, "SELECT COUNT(*) FROM run WHERE " + where);
    }

    public long count(String counter) {
        return TestCounters.value(counters, counter);
    }

    /** The process ends; what the database has stays. */
    @Override
    public void close() {
        watch.stop();
    }

    @SuppressWarnings("unchecked")
    static Instance<BackgroundTask> instance(List<Handler> handlers) {
        var handles = new ArrayList<Instance.Handle<BackgroundTask>>();
        for (Handler handler : handlers) {
            var bean = proxy(Bean.class, "getBeanClass", handler.annotated());
            handles.add((Instance.Handle<BackgroundTask>) Proxy.newProxyInstance(TestNode.class.getClassLoader(), new Class<?>[] {Instance.Handle.class},
                    (proxy, method, arguments) -> method.getName().equals("getBean") ? bean : handler.work()));
        }
        return (Instance<BackgroundTask>) proxy(Instance.class, "handles", handles);
    }

    private static <T> T proxy(Class<T> type, String answering, Object answer) {
        return type.cast(Proxy.newProxyInstance(TestNode.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().equals(answering)) {
                return answer;
            }
            throw new UnsupportedOperationException(method.getName());
        }));
    }
}
