package org.carillon.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitedTest {

    private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");

    @Test
    void startAndEndMayBothFire() {
        var trigger = daily("'startAt':'2026-07-02T10:00:00Z','endAt':'2026-07-04T10:00:00Z'");
        assertEquals("02 03 04", days(trigger.preview(Instant.EPOCH, 10)));
        assertEquals(Optional.of(Instant.parse("2026-07-04T10:00:00Z")), trigger.latest(Instant.MAX));
        assertEquals(Optional.empty(), trigger.latest(Instant.parse("2026-07-02T09:59:59.999Z")));
        assertEquals("03 04", days(daily("'startAt':'2026-07-02T10:00:00.001Z','endAt':'2026-07-04T10:00:00Z'").preview(JULY, 10)));
        assertEquals("02 03", days(daily("'startAt':'2026-07-02T10:00:00Z','endAt':'2026-07-04T09:59:59.999Z'").preview(JULY, 10)));
    }

    @Test
    void nothingFiresOnAnExcludedDate() {
        var trigger = daily("'excludeDates':['2026-07-08','2026-07-02','2026-07-04/2026-07-06','2026-07-06/2026-07-07']");
        assertEquals("01 03 09 10", days(trigger.preview(JULY, 4)));
        assertEquals("03", days(List.of(trigger.latest(Instant.parse("2026-07-09T09:59:59Z")).orElseThrow())));
    }

    @ParameterizedTest
    @CsvSource({
        "Pacific/Auckland, 2026-07-01T12:00:00Z",
        "UTC,              2026-07-02T00:00:00Z",
        "Pacific/Honolulu, 2026-07-02T10:00:00Z"})
    void anExcludedDateEndsWithTheDayOfTheZone(String zone, Instant expected) {
        var trigger = parse("'type':'interval','every':'PT1H','zone':'" + zone + "','excludeDates':['2026-07-01']");
        assertEquals(Optional.of(expected), trigger.next(expected.minusSeconds(7_200)));
    }

    @Test
    void aDateThatTheClocksGoBackIntoIsExcludedBothTimes() {
        var trigger = parse("'type':'interval','every':'PT1M','zone':'America/St_Johns','excludeDates':['2010-11-06']");
        assertEquals("2010-11-07T00:00-02:30", local(trigger.next(Instant.parse("2010-11-07T02:00:00Z")).orElseThrow()));
        assertEquals("2010-11-07T00:00-03:30", local(trigger.next(Instant.parse("2010-11-07T02:30:00Z")).orElseThrow()),
                "at 00:01 the clocks went back to 23:01");
    }

    @Test
    void aYearIsExcludedWithoutAWalkThroughItsFires() {
        var trigger = parse("'type':'interval','every':'PT0.1S','excludeDates':['2000-01-01/2999-12-31']");
        assertEquals(Optional.of(Instant.parse("3000-01-01T00:00:00Z")), trigger.next(JULY));
        assertEquals(Optional.of(Instant.parse("1999-12-31T23:59:59.900Z")), trigger.latest(JULY));
    }

    @Test
    void theCallerCountsHowOftenItHasFired() {
        var trigger = daily("'maxFires':2");
        assertEquals(2, trigger.maxFires());
        assertTrue(trigger.next(JULY, 1).isPresent());
        assertEquals(Optional.empty(), trigger.next(JULY, 2));
        assertEquals(2, trigger.preview(JULY, 10).size());
        assertTrue(daily("'jitter':'PT1S'").next(JULY, 1_000_000_000_000L).isPresent(), "without maxFires there is no last one");
    }

    @Test
    void jitterIsTheSameAtEachCallDifferentForEachTaskAndWithinItsBounds() {
        var trigger = parse("'type':'interval','every':'PT1M','jitter':'PT10S'");
        long sum = 0;
        for (var fire : trigger.preview(JULY, 1_000)) {
            var start = trigger.startOf("heartbeat", fire);
            assertEquals(start, parse(trigger.text().replaceAll("[{}]", "").replace('"', '\'')).startOf("heartbeat", fire), "any node computes the same");
            assertFalse(start.isBefore(fire) || !start.isBefore(fire.plusSeconds(10)), start + " for " + fire);
            sum += Duration.between(fire, start).toMillis();
        }
        assertTrue(sum > 4_500_000 && sum < 5_500_000, "the mean of 1,000 delays up to 10 s is near 5 s, not " + sum / 1_000 + " ms");
        assertNotEquals(trigger.startOf("one", JULY), trigger.startOf("other", JULY), "tasks of one schedule do not begin together");
    }

    /** A stored fire that is not yet due keeps its start over an upgrade. */
    @Test
    void jitterIsTheSameInEachVersion() {
        var trigger = parse("'type':'interval','every':'PT1H','jitter':'PT1H'");
        assertEquals("2026-07-01T00:58:42.428Z", trigger.startOf("heartbeat", JULY).toString());
    }

    @Test
    void jitterNeverReachesTheNextFire() {
        var trigger = parse("'type':'cron','cron':'0,1 * * * *','jitter':'P1D'");
        for (var fire : trigger.preview(JULY, 1_000)) {
            assertTrue(trigger.startOf("heartbeat", fire).isBefore(trigger.next(fire).orElseThrow()), fire.toString());
        }
    }

    @Test
    void withoutJitterTheStartIsTheNominalTime() {
        assertEquals(JULY, Triggers.every(Duration.ofSeconds(5)).startOf("heartbeat", JULY));
        assertEquals(JULY, daily("'maxFires':2").startOf("heartbeat", JULY));
    }

    private static String local(Instant fire) {
        return fire.atZone(ZoneId.of("America/St_Johns")).toOffsetDateTime().toString();
    }

    private static String days(List<Instant> fires) {
        return fires.stream().map(fire -> fire.toString().substring(8, 10)).collect(Collectors.joining(" "));
    }

    private static Trigger daily(String limits) {
        return parse("'type':'cron','cron':'0 10 * * *'," + limits);
    }

    private static Trigger parse(String fields) {
        return Triggers.parse("{" + fields.replace('\'', '"') + "}");
    }
}
