package org.carillon.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {

    @ParameterizedTest
    @CsvSource({
        "PT5S,   2026-07-01T12:00:04.999999999Z, 2026-07-01T12:00:00Z,     2026-07-01T12:00:05Z",
        "PT5S,   2026-07-01T12:00:05Z,           2026-07-01T12:00:05Z,     2026-07-01T12:00:10Z",
        "PT5S,   1969-12-31T23:59:59.999Z,       ,                         1970-01-01T00:00:00Z",
        "PT5S,   -1000000000-01-01T00:00:00Z,    ,                         1970-01-01T00:00:00Z",
        "PT1H,   1970-01-01T00:00:00Z,           1970-01-01T00:00:00Z,     1970-01-01T01:00:00Z",
        "PT0.1S, 2026-07-01T12:00:00.199Z,       2026-07-01T12:00:00.100Z, 2026-07-01T12:00:00.200Z",
        "PT24H,  +1000000000-12-31T23:59:59.999999999Z, 9999-12-31T00:00:00Z, "})
    void firesAreOnMultiplesOfThePeriodSince1970(Duration every, Instant time, Instant latest, Instant next) {
        var trigger = Triggers.every(every);
        assertEquals(Optional.ofNullable(latest), trigger.latest(time), "the latest fire is not after the time");
        assertEquals(Optional.ofNullable(next), trigger.next(time), "the next fire is strictly after the time");
    }

    @Test
    void anAnchorIsOneOfTheFiresAndThereAreOthersBeforeIt() {
        var trigger = new Interval(Duration.ofHours(5), Instant.parse("2026-07-01T09:30:00Z"));
        assertEquals(List.of(Instant.parse("2026-07-01T04:30:00Z"), Instant.parse("2026-07-01T09:30:00Z"), Instant.parse("2026-07-01T14:30:00Z")),
                trigger.preview(Instant.parse("2026-07-01T00:00:00Z"), 3));
    }

    @Test
    void withAStartTheFirstFireIsTheStartItself() {
        var trigger = Triggers.parse("""
                {"type": "interval", "every": "PT5H", "startAt": "2026-07-01T09:30:00Z"}""");
        assertEquals(List.of(Instant.parse("2026-07-01T09:30:00Z"), Instant.parse("2026-07-01T14:30:00Z")), trigger.preview(Instant.EPOCH, 2));
    }

    @Test
    void anyTimeLiesBetweenItsLatestFireAndTheNextOne() {
        var random = new Random(19_700_101);
        for (int i = 0; i < 5_000; i++) {
            var trigger = new Interval(Duration.ofMillis(100 + (long) (random.nextDouble() * 3e10)), Instant.ofEpochMilli((long) (random.nextDouble() * 5e12)));
            var time = Instant.ofEpochSecond(2_000_000_000L + (long) (random.nextDouble() * 5e9), random.nextInt(1_000_000_000));
            var latest = trigger.latest(time).orElseThrow();
            var next = trigger.next(time).orElseThrow();
            var message = trigger + " at " + time;
            assertFalse(latest.isAfter(time), message);
            assertTrue(next.isAfter(time), message);
            assertEquals(trigger.every(), Duration.between(latest, next), message);
            assertEquals(Optional.of(next), trigger.next(latest), message);
            assertEquals(Optional.of(next), trigger.latest(next), message);
            assertEquals(LatestFire.of(trigger, time), trigger.latest(time), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.099S", "PT0.1000001S", "PT8760H0.001S"})
    void aPeriodOutOfBoundsIsRefused(Duration every) {
        assertThrows(InvalidTrigger.class, () -> Triggers.every(every));
        assertThrows(InvalidTrigger.class, () -> Triggers.fixedDelay(every));
    }

    @Test
    void aFixedDelayCountsFromTheEndOfTheLastRun() {
        var trigger = Triggers.fixedDelay(Duration.ofSeconds(10));
        var end = Instant.parse("2026-07-01T12:00:03.250Z");
        assertTrue(trigger.countsFromEnd());
        assertEquals(Optional.of(end.plusSeconds(10)), trigger.next(end));
        assertEquals(Optional.of(end.plusMillis(10_001)), trigger.next(end.plusNanos(1)), "the pause is never shorter than asked for");
        assertEquals(Optional.empty(), trigger.latest(end), "only what was planned can be due");
        assertEquals(List.of(end.plusSeconds(10)), trigger.between(end, end.plusSeconds(3_600), 100), "one, however long the downtime was");
        assertEquals(List.of(end.plusSeconds(10)), trigger.latestBetween(end, end.plusSeconds(3_600), 100));
        assertEquals(List.of(end.plusSeconds(10), end.plusSeconds(20)), trigger.preview(end, 2), "as if runs took no time");
        assertEquals(Optional.empty(), trigger.next(Instant.MAX));
    }

    @Test
    void aFixedDelayWaitsForItsStartAndForTheEndOfAnExclusion() {
        var trigger = Triggers.parse("""
                {"type": "interval", "every": "PT1H", "mode": "FIXED_DELAY", "startAt": "2026-07-01T09:30:00Z", "endAt": "2026-07-04T01:00:00Z",
                 "excludeDates": ["2026-07-02/2026-07-03"]}""");
        assertTrue(trigger.countsFromEnd());
        assertEquals(Optional.of(Instant.parse("2026-07-01T09:30:00Z")), trigger.next(Instant.parse("2026-06-01T00:00:00Z")));
        assertEquals(Optional.of(Instant.parse("2026-07-01T10:30:00Z")), trigger.next(Instant.parse("2026-07-01T09:30:00Z")));
        assertEquals(Optional.of(Instant.parse("2026-07-04T00:00:00Z")), trigger.next(Instant.parse("2026-07-01T23:30:00Z")));
        assertEquals(Optional.empty(), trigger.next(Instant.parse("2026-07-04T00:30:00Z")));
        assertEquals(Optional.empty(), trigger.latest(Instant.parse("2026-07-04T00:30:00Z")));
    }
}
