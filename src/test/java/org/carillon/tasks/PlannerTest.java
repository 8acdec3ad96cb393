package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.carillon.binding.Binder;
import org.carillon.tasks.Plan.Fire;
import org.carillon.tasks.TaskDefinition.Source;
import org.carillon.triggers.Triggers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    private static final String MINUTES = "'trigger':{'type':'interval','every':'PT1M'}";

    @Test
    void aFireOnTimeIsRunAndTheNextIsPlanned() {
        var plan = plan(MINUTES, NOON, 0, NOON.plusMillis(20));
        assertEquals(List.of(new Fire(NOON, 1)), plan.runs(), "the one that is due");
        assertEquals(Optional.empty(), plan.missed(), "and nothing is lost");
        assertEquals(Optional.of(NOON.plusSeconds(60)), plan.next(), "one period on, on nominal time");
    }

    @Test
    void theLatestOfSeveralStandsForAllOfThem() {
        var plan = plan(MINUTES, NOON, 0, NOON.plusSeconds(605));
        assertEquals(List.of(new Fire(NOON.plusSeconds(600), 11)), plan.runs(), "noon and ten more");
        assertEquals(Optional.of(NOON.plusSeconds(660)), plan.next(), "the schedule goes on behind it");
    }

    @Test
    void theEarliestOfSeveralStandsForAllOfThem() {
        var plan = plan(MINUTES + ",'coalesce':'EARLIEST'", NOON, 0, NOON.plusSeconds(605));
        assertEquals(List.of(new Fire(NOON, 11)), plan.runs(), "with the time of the first");
        assertEquals(Optional.of(NOON.plusSeconds(660)), plan.next(), "and no fire is run twice");
    }

    @ParameterizedTest
    @CsvSource({"11, 11, 0", "10, 10, 1", "1, 1, 10", "1000, 11, 0"})
    void allOfThemAreRunUpToTheBoundAndTheOlderAreMissed(int bound, int run, int missed) {
        var plan = plan(MINUTES + ",'coalesce':'ALL','maxCatchUp':" + bound, NOON, 0, NOON.plusSeconds(605));
        assertEquals(run, plan.runs().size(), "the newest are the ones that matter");
        assertEquals(NOON.plusSeconds(600), plan.runs().get(run - 1).at(), "up to the latest, in order");
        assertEquals(missed, plan.missed().map(Fire::fires).orElse(0L), "what is left out is counted");
    }

    @Test
    void aFireMayStartExactlyAsLateAsTheGraceAllows() {
        var grace = ",'misfireGrace':'PT30S'";
        assertEquals(List.of(new Fire(NOON, 1)), plan(MINUTES + grace, NOON, 0, NOON.plusSeconds(30)).runs(), "at the limit it runs");
        var late = plan(MINUTES + grace, NOON, 0, NOON.plusSeconds(30).plusMillis(1));
        assertEquals(List.of(), late.runs(), "a millisecond later it does not");
        assertEquals(Optional.of(new Fire(NOON, 1)), late.missed(), "and that is recorded");
        assertEquals(Optional.of(NOON.plusSeconds(60)), late.next(), "the next comes on time");
    }

    @Test
    void afterALongDowntimeTheOldFiresAreMissedAndTheLatestRuns() {
        var plan = plan(MINUTES + ",'misfireGrace':'PT5M'", NOON, 0, NOON.plusSeconds(3_605));
        assertEquals(List.of(new Fire(NOON.plusSeconds(3_600), 5)), plan.runs(), "61 were due, five are within their grace");
        assertEquals(Optional.of(new Fire(NOON.plusSeconds(3_300), 56)), plan.missed(), "and one row says what became of the others");
    }

    @Test
    void aYearOfSecondsIsPlannedAtOnce() {
        var plan = plan("'trigger':{'type':'interval','every':'PT1S'},'misfireGrace':'P3650D'", NOON, 0, NOON.plus(Duration.ofDays(365)));
        assertEquals(NOON.plus(Duration.ofDays(365)), plan.runs().get(0).at(), "without a walk over 31 million fires");
        assertEquals(10_000, plan.runs().get(0).fires(), "whose count ends at a bound");
    }

    @Test
    void aTriggerThatMayFireThriceFiresThrice() {
        var thrice = "'trigger':{'type':'interval','every':'PT1M','maxFires':3},'coalesce':'ALL'";
        assertEquals(Optional.of(NOON.plusSeconds(60)), plan(thrice, NOON, 1, NOON).next(), "the second leaves one");
        assertEquals(Optional.empty(), plan(thrice, NOON, 2, NOON).next(), "the third is the last");
        var catchUp = plan(thrice, NOON, 1, NOON.plusSeconds(605));
        assertEquals(2, catchUp.runs().size(), "catching up does not fire more often");
        assertEquals(Optional.empty(), catchUp.next(), "and then it is over");
    }

    @Test
    void aFireWithJitterWaitsForItsOwnStart() {
        var jitter = "'trigger':{'type':'interval','every':'PT1M','jitter':'PT59S'}";
        var task = task(jitter);
        var second = NOON.plusSeconds(60);
        var start = task.trigger().startOf("task", second);
        assertTrue(start.isAfter(second), "this fire's jitter is not nothing");
        assertEquals(List.of(new Fire(NOON, 1)), Planner.plan(task, NOON, 0, start.minusMillis(1)).runs(), "before its start it is not due");
        assertEquals(List.of(new Fire(second, 2)), Planner.plan(task, NOON, 0, start).runs(), "at its start it is");
    }

    @Test
    void aFixedDelayIsPlannedAtTheEndOfTheRun() {
        var delay = "'trigger':{'type':'interval','every':'PT1M','mode':'FIXED_DELAY'}";
        var plan = plan(delay, NOON, 0, NOON.plusSeconds(605));
        assertEquals(List.of(new Fire(NOON, 1)), plan.runs(), "only one can be due");
        assertEquals(Optional.empty(), plan.next(), "nobody knows yet when the next is");
        var late = plan(delay + ",'misfireGrace':'PT5S'", NOON, 0, NOON.plusSeconds(605));
        assertEquals(Optional.of(NOON.plusSeconds(665)), late.next(), "unless it is missed: then there is no end to wait for");
    }

    @Test
    void onceIsOnce() {
        var once = task("'trigger':{'type':'once','at':'2026-07-01T12:00:00Z'}");
        assertEquals(Triggers.once(NOON), once.trigger(), "the definition's trigger");
        assertEquals(Optional.empty(), Planner.plan(once, NOON, 0, NOON).next(), "has no second fire");
    }

    private static Plan plan(String fields, Instant due, long fired, Instant now) {
        return Planner.plan(task(fields), due, fired, now);
    }

    private static TaskDefinition task(String fields) {
        var spec = Binder.bind(Definition.class, TestNode.json("{'handler':'h'," + fields + "}"));
        return new TaskDefinition("task", 1, Source.REST, spec, Triggers.of(spec.trigger()));
    }
}
