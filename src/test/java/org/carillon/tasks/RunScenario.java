package org.carillon.tasks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.carillon.api.BackgroundTask;
import org.carillon.api.TaskResult;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.runs.LogLine;
import org.carillon.runs.Run;
import org.carillon.runs.RunFilter;
import org.carillon.server.Await;
import org.junit.jupiter.api.AfterEach;

/** One task of one node, whose handler a test gives. */
abstract class RunScenario {

    static final Duration DEADLINE = Duration.ofSeconds(20);

    final TestDatabase database;
    final CountDownLatch began = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);
    volatile BackgroundTask work = context -> TaskResult.nothing();

    RunScenario(Vendor vendor) {
        database = new TestDatabase(vendor);
    }

    @AfterEach
    void end() throws SQLException {
        release.countDown();
        database.close();
    }

    final TestNode begin(String... fields) {
        var node = TestNode.of(database, context -> work.run(context));
        node.define("task", fields);
        node.makeDue("task", 1);
        node.timetable.tick();
        Await.until("the handler works", DEADLINE, () -> began.getCount() == 0);
        return node;
    }

    /** Time passes on a node that is alive. */
    static void pass(TestNode node, long millis) {
        node.clock.advanceMillis(millis);
        node.lease.renew();
        node.watch.sweep();
    }

    static Run run(TestNode node) {
        return node.runs.page(RunFilter.of(null, 1)).get(0);
    }

    static List<String> texts(TestNode node) {
        return node.runs.log(run(node).id(), 0, 0).stream().map(LogLine::text).toList();
    }
}
