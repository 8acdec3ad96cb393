package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.carillon.api.TaskResult;
import org.carillon.audit.Actor;
import org.carillon.audit.Audit;
import org.carillon.audit.TestAudit;
import org.carillon.configuration.TestConfiguration;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.monitoring.Counters;
import org.carillon.tasks.RunRequests.Accepted;
import org.carillon.tasks.TestNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that hears no answer asks again, through another connection, while the first request is still on its way. */
@ParameterizedClass
@EnumSource(Vendor.class)
class RepeatedRequestTest {

    private static final Actor SOMEBODY = Actor.admin("192.0.2.1");
    private static final int MANY = 16;
    private static final int ROUNDS = 5;

    private final TestDatabase database;
    private final TestNode node;
    private final Audit audit;
    private final Tasks tasks;

    RepeatedRequestTest(Vendor vendor) {
        database = new TestDatabase(vendor);
        node = TestNode.of(database, context -> TaskResult.nothing());
        audit = TestAudit.of(database);
        tasks = new Tasks(node.definitions, node.schedules, node.requests, new TasksFile(TestConfiguration.of(), node.definitions, audit, new Counters()), audit);
    }

    @AfterEach
    void end() throws Exception {
        node.close();
        database.close();
    }

    private Accepted ask(String task, String key) {
        return tasks.runNow(SOMEBODY, task, Api.parse("{}").asJsonObject(), key);
    }

    @Test
    void manyThatAskTheSameAtOnceGetOneRun() throws Exception {
        var threads = Executors.newFixedThreadPool(MANY);
        try {
            for (int round = 1; round <= ROUNDS; round++) {
                var key = "key-" + round;
                var together = new CyclicBarrier(MANY);
                var requests = new ArrayList<Callable<Accepted>>();
                for (int i = 0; i < MANY; i++) {
                    requests.add(() -> {
                        together.await(20, TimeUnit.SECONDS);
                        return ask(TestNode.TASK, key);
                    });
                }
                var answers = new ArrayList<Accepted>();
                for (var answer : threads.invokeAll(requests)) {
                    answers.add(answer.get());
                }
                assertEquals(1, new HashSet<>(answers.stream().map(Accepted::run).toList()).size(), "all hear of the same run");
                assertEquals(1, answers.stream().filter(Accepted::isNew).count(), "and one of them that it is new");
                assertEquals(round, node.runs("TRUE"), "there is no other");
                assertEquals(round, audit.page(TestNode.TASK, Long.MAX_VALUE, 2 * ROUNDS).size(), "and no other is on record");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theSameKeyForTwoTasksIsTwoRuns() {
        tasks.create(SOMEBODY, "other", Api.parse("{\"handler\":\"yearly\"}").asJsonObject());
        var one = ask(TestNode.TASK, "key");
        var other = ask("other", "key");
        assertNotEquals(one.run(), other.run());
        assertEquals(List.of(true, true, false, false),
                List.of(one.isNew(), other.isNew(), ask(TestNode.TASK, "key").isNew(), ask("other", "key").isNew()), "a repeated one is its own task's");
        assertEquals(2, node.runs("idempotency_key IS NOT NULL"));
    }
}
