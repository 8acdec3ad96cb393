package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {

    private static final long YEAR_MILLIS = Duration.ofDays(365).toMillis();

    @Test
    void anHourOfFiveSecondsHas720FiresAndNoneDrifts() {
        var trigger = new Trigger.Interval(Duration.ofSeconds(5));
        var begin = Instant.parse("2026-07-01T12:00:00Z");
        int fires = 0;
        for (var fire = begin; fire.isBefore(begin.plusSeconds(3_600)); fire = trigger.after(fire)) {
            assertEquals(begin.plusSeconds(5L * fires++), fire, "each fire is exactly five seconds after the one before");
        }
        assertEquals(720, fires, "an hour has 720 times five seconds");
    }

    @ParameterizedTest
    @CsvSource({
        "PT5S,   2026-07-01T12:00:04.999999999Z, 2026-07-01T12:00:00Z, 2026-07-01T12:00:05Z",
        "PT5S,   2026-07-01T12:00:05Z,           2026-07-01T12:00:05Z, 2026-07-01T12:00:10Z",
        "PT5S,   1969-12-31T23:59:59.999Z,       1969-12-31T23:59:55Z, 1970-01-01T00:00:00Z",
        "PT1H,   1970-01-01T00:00:00Z,           1970-01-01T00:00:00Z, 1970-01-01T01:00:00Z",
        "PT0.1S, 2026-07-01T12:00:00.199Z,       2026-07-01T12:00:00.100Z, 2026-07-01T12:00:00.200Z"})
    void firesAreOnMultiplesOfThePeriodSince1970(Duration period, Instant time, Instant latest, Instant after) {
        var trigger = new Trigger.Interval(period);
        assertEquals(latest, trigger.latest(time), "the latest fire is not after the time");
        assertEquals(after, trigger.after(time), "the next fire is strictly after the time");
    }

    @Test
    void anyTimeLiesBetweenItsLatestFireAndTheNextOne() {
        var random = new Random(19_700_101);
        for (int i = 0; i < 20_000; i++) {
            var trigger = new Trigger.Interval(Duration.ofMillis(1 + (long) (random.nextDouble() * YEAR_MILLIS)));
            var time = Instant.ofEpochSecond((long) (random.nextGaussian() * 5e9), random.nextInt(1_000_000_000));
            var latest = trigger.latest(time);
            var after = trigger.after(time);
            var message = trigger + " at " + time;
            assertFalse(latest.isAfter(time), message);
            assertTrue(after.isAfter(time), message);
            assertEquals(trigger.period(), Duration.between(latest, after), message);
            assertEquals(latest, trigger.latest(latest), message);
            assertEquals(after, trigger.latest(after), message);
            assertEquals(after, trigger.after(latest), message);
            assertEquals(0, Math.floorMod(latest.toEpochMilli(), trigger.period().toMillis()), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S"})
    void aPeriodOfNothingIsRefused(Duration period) {
        assertThrows(IllegalArgumentException.class, () -> new Trigger.Interval(period), "such a task would fire without end");
    }

    @Test
    void anotherPeriodHasAnotherText() {
        assertEquals(new Trigger.Interval(Duration.ofSeconds(60)).text(), new Trigger.Interval(Duration.ofMinutes(1)).text(),
                "the same period written differently is no change");
        assertNotEquals(new Trigger.Interval(Duration.ofSeconds(60)).text(), new Trigger.Interval(Duration.ofSeconds(61)).text(),
                "a change is noticed");
    }
}
