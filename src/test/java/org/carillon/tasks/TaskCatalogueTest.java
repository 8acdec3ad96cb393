package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.api.Cron;
import org.carillon.api.Every;
import org.carillon.api.FixedDelay;
import org.carillon.api.Once;
import org.carillon.api.Policy.Overlap;
import org.carillon.api.Policy;
import org.carillon.api.Retry;
import org.carillon.api.Task;
import org.carillon.api.TaskResult;
import org.carillon.binding.Binder;
import org.carillon.configuration.InvalidSetting;
import org.carillon.configuration.TestConfiguration;
import org.carillon.handlers.Heartbeat;
import org.carillon.tasks.TestNode.Handler;
import org.carillon.triggers.Triggers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskCatalogueTest {

    private static final String LONGEST = "a123456789-123456789-123456789-123456789-123456789-123456789-123";

    @Task(id = LONGEST)
    @Every("PT5S")
    private static final class Longest {
    }

    @Task(id = LONGEST + "4")
    @Every("PT5S")
    private static final class TooLong {
    }

    @Task(id = "")
    @Every("PT5S")
    private static final class Empty {
    }

    @Task(id = "Heartbeat")
    @Every("PT5S")
    private static final class UpperCase {
    }

    @Task(id = "a/b")
    @Every("PT5S")
    private static final class Slash {
    }

    @Task(id = "heartbeat")
    @Every("PT9S")
    private static final class SameId {
    }

    @Every("PT5S")
    private static final class WithoutTask {
    }

    @Task(id = "without-trigger")
    private static final class WithoutTrigger {
    }

    @Task(id = "bad-period")
    @Every("5 seconds")
    private static final class BadPeriod {
    }

    @Task(id = "too-often")
    @Every("PT0.099S")
    private static final class TooOften {
    }

    @Task(id = "twice")
    @Every("PT5S")
    @Cron("0 2 * * *")
    private static final class TwoTriggers {
    }

    @Task(id = "never")
    @Cron("0 2 30 2 *")
    private static final class Never {
    }

    @Task(id = "bad-policy")
    @Every("PT5S")
    @Policy(maxCatchUp = 1_001)
    private static final class BadPolicy {
    }

    @Task(id = "nightly")
    @Cron(value = "30 2 * * *", zone = "Europe/Berlin", gap = Cron.Gap.SKIP)
    @Policy(misfireGrace = "PT10M", overlap = Overlap.ALLOW, maxRuns = 2, softTimeout = "PT1M", hardTimeout = "PT2M", keepRuns = 30)
    @Retry(maxAttempts = 5, on = IOException.class)
    private static final class Nightly {
    }

    @Test
    void theAnnotationsSayWhatADocumentCouldSay() {
        var spec = Binder.toJson(load(Nightly.class).annotated().get("nightly"));
        assertEquals("SKIP", spec.getJsonObject("trigger").getString("dstGap"));
        assertEquals("PT10M", spec.getString("misfireGrace"));
        assertEquals("{\"policy\":\"ALLOW\",\"max\":2}", spec.getJsonObject("overlap").toString());
        assertEquals("{\"soft\":\"PT1M\",\"hard\":\"PT2M\"}", spec.getJsonObject("timeout").toString());
        assertEquals("{\"runs\":30}", spec.getJsonObject("retention").toString());
        assertEquals("[\"java.io.IOException\"]", spec.getJsonObject("retry").getJsonArray("on").toString());
    }

    @Task(id = "retried")
    @Every("PT5S")
    @Policy
    @Retry
    private static final class Retried {
    }

    @Test
    void theDefaultsOfAnnotationsAreThoseOfDocuments() {
        assertEquals("{\"handler\":\"longest\",\"trigger\":{\"type\":\"interval\",\"every\":\"PT5S\",\"mode\":\"FIXED_RATE\"}}",
                load(Longest.class).annotated().get(LONGEST).document().toString().replace(LONGEST, "longest"));
        assertEquals("{}", load(Retried.class).annotated().get("retried").document().getJsonObject("retry").toString());
    }

    @Task(id = "season")
    @Every(value = "PT1H", startAt = "2026-07-01T12:00:30Z", endAt = "2026-09-01T00:00:00Z", maxFires = 3, excludeDates = {"2026-07-02", "2026-08-01/2026-08-10"}, zone = "Europe/Berlin", jitter = "PT5S")
    private static final class Season {
    }

    @Task(id = "pauses")
    @FixedDelay(value = "PT1H", startAt = "2026-07-01T12:00:30Z", endAt = "2026-09-01T00:00:00Z", maxFires = 3, excludeDates = "2026-07-02", zone = "Europe/Berlin", jitter = "PT5S")
    private static final class Pauses {
    }

    @Task(id = "mornings")
    @Cron(value = "0 10 * * *", zone = "Europe/Berlin", startAt = "2026-07-01T12:00:30Z", endAt = "2026-09-01T00:00:00Z", maxFires = 3, excludeDates = "2026-07-02", jitter = "PT5S")
    private static final class Mornings {
    }

    @Task(id = "opening")
    @Once(value = "2026-07-01T12:00", zone = "Europe/Berlin", jitter = "PT5S")
    private static final class Opening {
    }

    @Test
    void aTriggerOfAnAnnotationHasTheLimitsThatADocumentsHas() {
        assertEquals("every hour, counted from 2026-07-01T12:00:30Z; from 2026-07-01T12:00:30Z on; until 2026-09-01T00:00:00Z; at most 3 times; "
                + "not on 2026-07-02 and 2026-08-01/2026-08-10 (Europe/Berlin); each up to 5 seconds later, always before the next", trigger(load(Season.class), "season"));
        assertEquals("1 hour after the end of each run; from 2026-07-01T12:00:30Z on; until 2026-09-01T00:00:00Z; at most 3 times; "
                + "not on 2026-07-02 (Europe/Berlin); each up to 5 seconds later, always before the next", trigger(load(Pauses.class), "pauses"));
        assertTrue(trigger(load(Mornings.class), "mornings").endsWith("; from 2026-07-01T12:00:30Z on; until 2026-09-01T00:00:00Z; at most 3 times; "
                + "not on 2026-07-02 (Europe/Berlin); each up to 5 seconds later, always before the next"), trigger(load(Mornings.class), "mornings"));
        assertEquals("once, at 2026-07-01 12:00 Europe/Berlin (2026-07-01T10:00:00Z); each up to 5 seconds later, always before the next", trigger(load(Opening.class), "opening"));
    }

    @Task(id = "limited")
    @Every(value = "PT1H", startAt = "tomorrow")
    private static final class BadStart {
    }

    @Task(id = "limited")
    @Cron(value = "0 10 * * *", endAt = "1999-01-01T00:00:00Z", startAt = "2026-07-01T12:00:00Z")
    private static final class EndBeforeStart {
    }

    @Task(id = "limited")
    @Every(value = "PT1H", maxFires = -1)
    private static final class NegativeFires {
    }

    @Task(id = "limited")
    @FixedDelay(value = "PT1H", excludeDates = {"2026-12-24", "Christmas"})
    private static final class BadDate {
    }

    @Task(id = "limited")
    @Every(value = "PT1H", zone = "Mars/Base")
    private static final class BadZone {
    }

    @Task(id = "limited")
    @Once(value = "2026-07-01T12:00:00Z", jitter = "P2D")
    private static final class BadJitter {
    }

    static Stream<Arguments> impossibleLimits() {
        return Stream.of(arguments(BadStart.class, "startAt is 'tomorrow': allowed is an ISO-8601 instant"), arguments(EndBeforeStart.class, "endAt is '1999-01-01T00:00:00Z'"),
                arguments(NegativeFires.class, "maxFires is '-1': allowed is a whole number from 1"), arguments(BadDate.class, "excludeDates[1] is 'Christmas'"),
                arguments(BadZone.class, "zone is 'Mars/Base'"), arguments(BadJitter.class, "jitter is 'P2D'"));
    }

    @ParameterizedTest
    @MethodSource("impossibleLimits")
    void aLimitThatCannotBeFailsTheDeploymentWithItsName(Class<?> type, String problem) {
        var wrong = assertThrows(InvalidSetting.class, () -> load(type), type + " cannot be scheduled");
        assertTrue(wrong.getMessage().contains(type.getName()), wrong.getMessage());
        assertTrue(wrong.getMessage().contains(problem), wrong.getMessage());
    }

    static Stream<Class<?>> impossible() {
        return Stream.of(TooLong.class, Empty.class, UpperCase.class, Slash.class, WithoutTask.class, BadPeriod.class, TooOften.class,
                TwoTriggers.class, Never.class, BadPolicy.class);
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void aTaskThatIsAnnotatedWronglyFailsTheDeployment(Class<?> type) {
        var wrong = assertThrows(InvalidSetting.class, () -> load(type), type + " cannot be scheduled");
        var task = type.getAnnotation(Task.class);
        assertTrue(wrong.getMessage().contains(type.getName()) || wrong.getMessage().contains(task.id()), "the text names the culprit: " + wrong.getMessage());
    }

    @Test
    void anIdMayHave64Characters() {
        assertEquals(64, LONGEST.length());
        assertTrue(load(Longest.class).annotated().containsKey(LONGEST), "the limit itself is allowed");
    }

    @Test
    void twoTasksWithOneIdFailTheDeployment() {
        var wrong = assertThrows(InvalidSetting.class, () -> load(Heartbeat.class, SameId.class), "an id is a task's key for ever");
        assertTrue(wrong.getMessage().contains("'heartbeat'"), "the text names the id: " + wrong.getMessage());
    }

    @Test
    void theRecipesHeartbeatFiresEveryFiveSeconds() {
        assertEquals("every 5 seconds", trigger(load(Heartbeat.class), "heartbeat"), "as the annotation says");
    }

    @Test
    void theOperatorsPeriodReplacesTheAnnotations() {
        var catalogue = new TaskCatalogue(TestNode.instance(List.of(handler(Heartbeat.class))),
                TestConfiguration.of("carillon.task.heartbeat.every", "PT1S"));
        catalogue.load();
        assertEquals("every second", trigger(catalogue, "heartbeat"), "as the setting says");
    }

    @Test
    void aDeploymentMayHaveNoTasks() {
        assertTrue(load().handlers().isEmpty(), "clients are served all the same");
    }

    @Test
    void aHandlerWithoutATriggerWaitsForTasksThatNameIt() {
        var catalogue = load(WithoutTrigger.class);
        assertTrue(catalogue.handler("without-trigger").isPresent(), "it is a handler");
        assertTrue(catalogue.annotated().isEmpty(), "and no task");
    }

    private static String trigger(TaskCatalogue catalogue, String id) {
        return Triggers.of(catalogue.annotated().get(id).trigger()).describe();
    }

    private static TaskCatalogue load(Class<?>... types) {
        var catalogue = new TaskCatalogue(TestNode.instance(Stream.of(types).map(TaskCatalogueTest::handler).toList()), TestConfiguration.of());
        catalogue.load();
        return catalogue;
    }

    private static Handler handler(Class<?> type) {
        return new Handler(type, context -> TaskResult.nothing());
    }
}
