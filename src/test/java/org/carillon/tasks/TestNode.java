package org.carillon.tasks;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Every;
import org.carillon.api.Task;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.journal.Journal;
import org.carillon.journal.TestJournal;
import org.carillon.monitoring.Counters;
import org.carillon.monitoring.SettableClock;
import org.carillon.monitoring.TestCounters;
import org.carillon.nodes.Lease;
import org.carillon.nodes.TestLease;
import org.carillon.server.Await;

/** A node without a server: the tasks' classes wired together on a database that several of them may share. */
final class TestNode implements AutoCloseable {

    static final String TASK = "yearly";

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** So long a period that no fire comes due by itself while a test runs. */
    @Task(id = TASK)
    @Every("P365D")
    static final class Yearly {
    }

    @Task(id = "other")
    @Every("P365D")
    static final class Other {
    }

    /** The bean class that carries the annotations, and what it does. */
    record Handler(Class<?> annotated, BackgroundTask work) {
    }

    final SettableClock clock = new SettableClock();
    final Counters counters = new Counters();
    final TestDatabase database;
    final Lease lease;
    final Journal journal;
    final Workers workers;
    final Completions completions;
    final TaskCatalogue catalogue;
    final Runner runner;
    final Timetable timetable;

    TestNode(TestDatabase database, int size, Handler... handlers) {
        var configuration = TestConfiguration.of("carillon.tasks.workers", String.valueOf(size), "carillon.stop.grace", "PT0.1S");
        this.database = database;
        lease = TestLease.of(database, clock);
        journal = TestJournal.of(database, configuration);
        workers = new Workers(configuration, counters);
        completions = new Completions(database, journal, workers, counters);
        catalogue = new TaskCatalogue(instance(List.of(handlers)), configuration);
        runner = new Runner(catalogue, database, workers, completions, counters);
        timetable = new Timetable(catalogue, database, lease, workers, runner, completions, clock, counters);
    }

    static TestNode of(TestDatabase database, BackgroundTask work) {
        return new TestNode(database, 4, new Handler(Yearly.class, work)).start();
    }

    TestNode start() {
        lease.renew();
        workers.start(Thread::new);
        timetable.arm();
        return this;
    }

    /** Makes a fire due, the n-th of many, and gives its nominal time. */
    Instant makeDue(String task, int n) {
        var time = yearBegin().plusMillis(n);
        database.execute("UPDATE schedule SET next_fire_at = ? WHERE task_id = ?", time.atOffset(ZoneOffset.UTC), task);
        return time;
    }

    /** The latest nominal fire of a task with a period of 365 days. */
    Instant yearBegin() {
        return new Trigger.Interval(Duration.ofDays(365)).latest(database.jdbi().withHandle(TaskTable::now));
    }

    /** One fire from its claim to its recorded outcome. */
    Instant fire(int n) {
        var time = makeDue(TASK, n);
        timetable.tick();
        awaitIdle();
        return time;
    }

    void awaitIdle() {
        Await.until("every run that was claimed is recorded", DEADLINE, () -> workers.inHand().isEmpty());
    }

    String state(Instant fire) {
        return database.one(String.class, "SELECT state FROM run WHERE fire_at = ?", fire.atOffset(ZoneOffset.UTC));
    }

    int runs(String where) {
        return database.one(Integer.class, "SELECT COUNT(*) FROM run WHERE " + where);
    }

    long count(String counter) {
        return TestCounters.value(counters, counter);
    }

    /** The process ends; what the database has stays. */
    @Override
    public void close() {
        workers.stop();
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
