package org.carillon.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Named changes of the clocks, checked by hand; {@link BruteForceTest} has them all. */
class DaylightSavingTest {

    /** Expected are local times with offset, without the seconds. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "30 2 * * *   | Europe/Berlin       | SKIP      | FIRST  | 2026-03-28T00:00Z | 28T02:30+01:00 30T02:30+02:00",
        "30 2 * * *   | Europe/Berlin       | RUN_AFTER | FIRST  | 2026-03-28T00:00Z | 28T02:30+01:00 29T03:00+02:00 30T02:30+02:00",
        "*/15 2 * * * | Europe/Berlin       | RUN_AFTER | FIRST  | 2026-03-28T02:00Z | 29T03:00+02:00 30T02:00+02:00",
        "0,30 2-3 * * * | Europe/Berlin     | RUN_AFTER | FIRST  | 2026-03-28T12:00Z | 29T03:00+02:00 29T03:30+02:00 30T02:00+02:00",
        "0 3 * * *    | Europe/Berlin       | SKIP      | FIRST  | 2026-03-28T12:00Z | 29T03:00+02:00 30T03:00+02:00",
        "0 2 * * *    | Europe/Berlin       | SKIP      | FIRST  | 2026-03-28T12:00Z | 30T02:00+02:00",
        "30 2 * * *   | Europe/Berlin       | SKIP      | FIRST  | 2026-10-24T12:00Z | 25T02:30+02:00 26T02:30+01:00",
        "30 2 * * *   | Europe/Berlin       | SKIP      | SECOND | 2026-10-24T12:00Z | 25T02:30+01:00 26T02:30+01:00",
        "30 2 * * *   | Europe/Berlin       | SKIP      | BOTH   | 2026-10-24T12:00Z | 25T02:30+02:00 25T02:30+01:00 26T02:30+01:00",
        "0 3 * * *    | Europe/Berlin       | SKIP      | BOTH   | 2026-10-24T12:00Z | 25T03:00+01:00 26T03:00+01:00",
        "0 2 * * *    | Europe/Berlin       | SKIP      | BOTH   | 2026-10-24T12:00Z | 25T02:00+02:00 25T02:00+01:00 26T02:00+01:00",
        "*/30 1-2 * * * | Europe/Berlin     | SKIP      | SECOND | 2026-10-24T12:00Z | 25T01:00+02:00 25T01:30+02:00 25T02:00+01:00 25T02:30+01:00",
        "*/30 1-2 * * * | Europe/Berlin     | SKIP      | FIRST  | 2026-10-25T00:30Z | 26T01:00+01:00",
        "10,40 2 * * * | Australia/Lord_Howe | SKIP     | BOTH   | 2026-10-03T00:00Z | 04T02:40+11:00 05T02:10+11:00",
        "10,40 2 * * * | Australia/Lord_Howe | RUN_AFTER | BOTH  | 2026-10-03T00:00Z | 04T02:30+11:00 04T02:40+11:00 05T02:10+11:00",
        "*/20 1 * * * | Australia/Lord_Howe | SKIP      | BOTH   | 2026-04-04T00:00Z | 05T01:00+11:00 05T01:20+11:00 05T01:40+11:00 05T01:40+10:30 06T01:00+10:30",
        "30 2 * * *   | Africa/Casablanca   | RUN_AFTER | FIRST  | 2026-02-14T12:00Z | 15T02:30+01:00 16T02:30Z 17T02:30Z",
        "30 2 * * *   | Africa/Casablanca   | RUN_AFTER | SECOND | 2026-02-14T12:00Z | 15T02:30Z 16T02:30Z",
        "30 2 * * *   | Africa/Casablanca   | RUN_AFTER | FIRST  | 2026-03-21T12:00Z | 22T03:00+01:00 23T02:30+01:00",
        "0 12 * * *   | Pacific/Apia        | SKIP      | FIRST  | 2011-12-29T12:00Z | 29T12:00-10:00 31T12:00+14:00",
        "0 12 * * *   | Pacific/Apia        | RUN_AFTER | FIRST  | 2011-12-29T12:00Z | 29T12:00-10:00 31T00:00+14:00 31T12:00+14:00",
        "0 0 * * *    | Asia/Beirut         | SKIP      | FIRST  | 2026-03-27T12:00Z | 28T00:00+02:00 30T00:00+03:00",
        "0 0 * * *    | Asia/Beirut         | RUN_AFTER | FIRST  | 2026-03-27T12:00Z | 28T00:00+02:00 29T01:00+03:00 30T00:00+03:00",
        "0 */2 * * *  | Africa/Cairo        | SKIP      | FIRST  | 2025-04-24T20:30Z | 25T02:00+03:00 25T04:00+03:00",
        "0 0 * * *    | America/Asuncion    | RUN_AFTER | FIRST  | 2023-09-30T12:00Z | 01T01:00-03:00 02T00:00-03:00",
        "30 0 * * *   | America/Sao_Paulo   | RUN_AFTER | FIRST  | 2018-11-03T12:00Z | 04T01:00-02:00 05T00:30-02:00",
        "30 23 * * *  | America/Sao_Paulo   | RUN_AFTER | BOTH   | 2019-02-16T12:00Z | 16T23:30-02:00 16T23:30-03:00 17T23:30-03:00",
        "59 23 31 12 * | Asia/Kolkata       | SKIP      | FIRST  | 2026-12-31T00:00Z | 31T23:59+05:30 31T23:59+05:30"})
    void theUserChoosesWhatTheClocksDo(String expression, ZoneId zone, DstGap gap, DstOverlap overlap, String after, String expected) {
        var fires = Triggers.cron(expression, zone, gap, overlap).preview(Instant.parse(after.replace("Z", ":00Z")), expected.split(" ").length);
        assertEquals(expected, fires.stream().map(fire -> fire.atZone(zone).toOffsetDateTime().toString().substring(8)).collect(Collectors.joining(" ")));
    }

    @Test
    void whatFiresInEachHourKeepsItsPaceUnlessTheUserChooses() {
        var berlin = ZoneId.of("Europe/Berlin");
        for (var day : List.of("2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z")) {
            var fires = Triggers.cron("*/15 * * * *", berlin).preview(Instant.parse(day), 200);
            for (int i = 1; i < fires.size(); i++) {
                assertEquals(Duration.ofMinutes(15), Duration.between(fires.get(i - 1), fires.get(i)), "nothing is skipped and nothing is doubled");
            }
        }
    }

    @Test
    void aTimeOfDayFiresOnceOnEachDayUnlessTheUserChooses() {
        for (var zone : BruteForceTest.zones()) {
            var days = Triggers.cron("30 2 * * *", zone).preview(Instant.parse("2026-01-01T00:00:00Z"), 400).stream()
                    .map(fire -> fire.atZone(zone).toLocalDate()).toList();
            var expected = new ArrayList<>(days.get(0).datesUntil(days.get(0).plusDays(400)).toList());
            assertEquals(expected, days, zone.getId());
        }
    }

    /** So that a search of 400 years from 2100 on meets every pair of a date and a change of the clocks that there is. */
    @Test
    void noZoneListsAChangeOfTheClocksAfterTheYearFromWhichRulesRepeat() {
        for (var zone : BruteForceTest.zones()) {
            var listed = zone.getRules().getTransitions();
            assertTrue(listed.isEmpty() || listed.get(listed.size() - 1).getInstant().isBefore(Instant.parse("2100-01-01T00:00:00Z")), zone.getId());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 29 2 MON,   2073-01-01T00:00:00Z, 2112-02-29T00:00:00Z",
        "0 0 29 2 MON,   2112-02-29T00:00:00Z, 2140-02-29T00:00:00Z",
        "0 0 29 2 SUN#5, 2088-02-29T00:00:00Z, 2128-02-29T00:00:00Z",
        "0 0 29 2 *,     9996-02-29T00:00:00Z, "})
    void aRareDateIsFoundHoweverFarItIs(String expression, Instant after, Instant expected) {
        assertEquals(Optional.ofNullable(expected), Triggers.cron(expression, ZoneId.of("UTC")).next(after));
    }

    @Test
    void aCalendarFollowsTheSameChoices() {
        assertCalendar("SKIP", "FIRST", "2026-03-27T00:00:00Z", "27T02:30+01:00 28T02:30+01:00 30T02:30+02:00");
        assertCalendar("RUN_AFTER", "FIRST", "2026-03-28T12:00:00Z", "29T03:00+02:00 30T02:30+02:00");
        assertCalendar("SKIP", "SECOND", "2026-10-24T12:00:00Z", "25T02:30+01:00 26T02:30+01:00");
        assertCalendar("SKIP", "BOTH", "2026-10-24T12:00:00Z", "25T02:30+02:00 25T02:30+01:00 26T02:30+01:00");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-29T02:30, RUN_AFTER, FIRST,  2026-03-29T01:00:00Z",
        "2026-10-25T02:30, RUN_AFTER, FIRST,  2026-10-25T00:30:00Z",
        "2026-10-25T02:30, RUN_AFTER, SECOND, 2026-10-25T01:30:00Z",
        "2026-07-01T12:00, SKIP,      FIRST,  2026-07-01T10:00:00Z"})
    void whatFiresOnceFollowsTheSameChoices(String at, String gap, String overlap, Instant expected) {
        var trigger = Triggers.parse("""
                {"type": "once", "at": "%s", "zone": "Europe/Berlin", "dstGap": "%s", "dstOverlap": "%s"}""".formatted(at, gap, overlap));
        assertEquals(List.of(expected), trigger.preview(Instant.EPOCH, 5));
        assertTrue(trigger.next(expected).isEmpty());
    }

    private static void assertCalendar(String gap, String overlap, String after, String expected) {
        var trigger = Triggers.parse("""
                {"type": "calendar", "days": 1, "time": "02:30", "startDate": "2026-01-01", "zone": "Europe/Berlin", "dstGap": "%s", "dstOverlap": "%s"}"""
                .formatted(gap, overlap));
        assertEquals(Arrays.asList(expected.split(" ")), trigger.preview(Instant.parse(after), expected.split(" ").length).stream()
                .map(fire -> fire.atZone(ZoneId.of("Europe/Berlin")).toOffsetDateTime().toString().substring(8)).toList());
    }
}
