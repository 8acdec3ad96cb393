package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.carillon.api.TaskResult;
import org.carillon.binding.InvalidField;
import org.carillon.configuration.TestDatabase;
import org.carillon.configuration.Vendor;
import org.carillon.runs.Claim;
import org.carillon.runs.RunFilter;
import org.carillon.runs.RunState;
import org.carillon.server.Warnings;
import org.carillon.tasks.Rules.RetryRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Vendor.class)
class RetryTest {

    private final TestDatabase database;
    private final AtomicInteger calls = new AtomicInteger();

    RetryTest(Vendor vendor) {
        database = new TestDatabase(vendor);
    }

    @AfterEach
    void end() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 2000", "1, 4000", "2, 8000", "4, 32000", "5, 60000", "98, 60000"})
    void thePauseGrowsUpToItsCap(int failures, long millis) {
        var rule = new RetryRule(100, Duration.ofSeconds(2), 2.0, Duration.ofMinutes(1), 0.0, null, null);
        assertEquals(Optional.of(Duration.ofMillis(millis)), Retries.pause(rule, claim(failures), new IOException()), "after " + (failures + 1) + " failures");
    }

    @Test
    void jitterSpreadsTheRunsAndIsTheSameForTheSameRun() {
        var rule = new RetryRule(3, Duration.ofSeconds(10), 1.0, Duration.ofMinutes(1), 0.2, null, null);
        var same = claim(1);
        assertEquals(Retries.pause(rule, same, new IOException()), Retries.pause(rule, same, new IOException()), "it can be explained afterwards");
        var pauses = Stream.generate(() -> Retries.pause(rule, claim(0), new IOException()).orElseThrow().toMillis()).limit(200).toList();
        assertTrue(pauses.stream().allMatch(pause -> pause >= 8_000 && pause <= 12_000), "within a fifth: " + pauses);
        assertTrue(pauses.stream().distinct().count() > 100, "and apart from one another");
    }

    @Test
    void theLastAttemptIsTheLast() {
        var rule = new RetryRule(3, null, null, null, null, null, null);
        assertTrue(Retries.pause(rule, claim(1), new IOException()).isPresent(), "the third follows the second failure");
        assertEquals(Optional.empty(), Retries.pause(rule, claim(2), new IOException()), "and no fourth");
    }

    @Test
    void whatIsRetriedCanBeNamed() {
        var io = new RetryRule(3, null, null, null, null, List.of(IOException.class.getName()), List.of(FileNotFoundException.class.getName()));
        assertTrue(Retries.pause(io, claim(0), new IOException()).isPresent(), "what is named is retried");
        assertEquals(Optional.empty(), Retries.pause(io, claim(0), new IllegalStateException()), "anything else is not");
        assertEquals(Optional.empty(), Retries.pause(io, claim(0), new FileNotFoundException()), "nor what is excluded");
        var all = new RetryRule(3, null, null, null, null, null, null);
        assertTrue(Retries.pause(all, claim(0), new StackOverflowError()).isPresent(), "by default everything is");
    }

    @ParameterizedTest
    @CsvSource({"on, 'java.io.IOException '", "on, java.io.IOException[]", "notOn, java..IOException", "notOn, IO-Exception", "on, 1.Exception", "notOn, ''", "on, java.io.IOException;"})
    void whatCannotBeTheNameOfAClassIsRefused(String field, String name) {
        try (var node = node()) {
            assertEquals("retry." + field + "[1]", assertThrows(InvalidField.class, () -> node.define("retry", "'retry':{'" + field + "':['java.io.IOException','" + name + "']}")).field());
        }
    }

    @Test
    void aNameThatIsNoExceptionOfTheDeploymentIsWarnedOfOnceADefinition() {
        var names = "'on':['java.io.IOExeption','java.io.IOException','" + Ours.class.getName() + "'],'notOn':['java.lang.String','" + Ours.class.getCanonicalName() + "']";
        try (var node = node(); var warnings = new Warnings(Retries.class)) {
            node.define("retry", "'retry':{" + names + "}");
            assertEquals(List.of("Task retry names in retry.on or retry.notOn what is no exception of this deployment and may be misspelt: java.io.IOExeption, java.lang.String, "
                    + Ours.class.getCanonicalName() + ". A class within another is written with a $."), warnings.texts());
            node.definitions.check("retry", TestNode.json("{'handler':'yearly','retry':{" + names + "}}"), TaskDefinition.Source.REST);
            assertEquals(1, warnings.texts().size(), "a dry run defines nothing");
            node.define("right", "'retry':{'on':['java.io.IOException','" + Ours.class.getName() + "']}");
            assertEquals(1, warnings.texts().size(), "what is there is not warned of");
        }
    }

    static final class Ours extends Exception {
    }

    @Test
    void aRunThatFailsTwiceAndThenSucceedsIsOneRunOfThreeAttempts() {
        try (var node = node()) {
            node.define("retry", "'retry':{'maxAttempts':3,'backoff':'PT0S'}");
            var fire = node.makeDue("retry", 1);
            runAll(node);
            assertEquals("SUCCEEDED", node.state(fire), "the third attempt counts");
            assertEquals(3, calls.get(), "there were three");
            var run = node.runs.page(RunFilter.of("retry", 1)).get(0);
            assertEquals(3, run.attempt(), "which the run says");
            assertEquals(2, run.failures(), "two of which failed");
            var before = node.runs.attempts(run.id());
            assertEquals(List.of("1 FAILED", "2 FAILED"), before.stream().map(attempt -> attempt.number() + " " + attempt.outcome()).toList(), "each is in the history");
            assertTrue(before.get(0).error().contains("attempt 1 of 3") && before.get(1).startedAt() != null && before.get(1).node().equals(node.lease.node()), "with its error, times and node");
            assertEquals(2, node.count("carillon_attempts_retried_total"), "and counted");
            assertEquals(0, node.count("carillon_runs_failed_total"), "the run did not fail");
        }
    }

    @Test
    void aRunThatFailsEveryTimeFailsAfterItsLastAttempt() {
        try (var node = node()) {
            node.define("retry", "'retry':{'maxAttempts':2,'backoff':'PT0S'}");
            var fire = node.makeDue("retry", 1);
            runAll(node);
            assertEquals("FAILED", node.state(fire), "there is an end");
            assertEquals(2, calls.get(), "after two");
        }
    }

    @Test
    void anotherNodeMayTakeTheNextAttempt() {
        try (var node = node(); var other = node()) {
            node.define("retry", "'retry':{'maxAttempts':3,'backoff':'PT0S'}");
            node.makeDue("retry", 1);
            node.timetable.tick();
            node.awaitIdle();
            node.watch.stop();
            runAll(other);
            assertEquals(1, other.runs("state = 'SUCCEEDED' AND attempt = 3 AND fence = 3"), "who is free takes it");
        }
    }

    @Test
    void aRunThatWaitsForItsNextAttemptIsOpen() {
        try (var node = node()) {
            node.define("retry", "'retry':{'maxAttempts':3,'backoff':'PT1H','maxBackoff':'PT1H'}");
            node.makeDue("retry", 1);
            node.timetable.tick();
            node.awaitIdle();
            assertEquals(1, node.runs("state = 'RETRYING' AND due_at > CURRENT_TIMESTAMP AND ended_at IS NULL"), "it waits");
            assertEquals("SKIPPED", node.state(node.fire("retry", 2)), "and no other run of the task begins meanwhile");
            node.turn();
            assertEquals(1, calls.get(), "nor its own next attempt before the time");
        }
    }

    @Test
    void aTaskThatIsRemovedIsNotRetried() {
        try (var node = node()) {
            var task = node.define("retry", "'retry':{'maxAttempts':3,'backoff':'PT1H','maxBackoff':'PT1H'}");
            node.makeDue("retry", 1);
            node.timetable.tick();
            node.awaitIdle();
            node.definitions.remove("retry", task.version());
            assertEquals(1, node.runs("state = 'CANCELLED' AND error = 'The task was removed.' AND due_at IS NULL"), "its waiting run ends with it");
            assertEquals(RunState.CANCELLED, node.runs.page(RunFilter.of("retry", 1)).get(0).state(), "and stays in the history");
        }
    }

    private static void runAll(TestNode node) {
        for (int i = 0; i < 4; i++) {
            node.turn();
            node.awaitIdle();
        }
    }

    private TestNode node() {
        return TestNode.of(database, context -> {
            if (calls.incrementAndGet() < 3) {
                throw new IOException("attempt " + calls + " of 3");
            }
            return TaskResult.nothing();
        });
    }

    private static Claim claim(int failures) {
        return new Claim(UUID.randomUUID(), "task", Instant.EPOCH, failures + 1, 1, failures, 0, null, Instant.EPOCH);
    }
}
