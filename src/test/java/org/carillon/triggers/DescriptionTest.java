package org.carillon.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told about a trigger. */
class DescriptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 10 * * MON-FRI          | at 10:00 on weekdays (Monday to Friday)",
        "0 10 * * *                | at 10:00 every day",
        "@daily                    | at 00:00 every day",
        "15 22 4 10,20,L * *       | at 04:22:15 on days 10 and 20 and the last day of the month",
        "0 9,12,18 * * *           | at 09:00, 12:00 and 18:00 every day",
        "0 9-17 * * MON-FRI        | at minute 0 of the hours 9 to 17 on weekdays (Monday to Friday)",
        "@hourly                   | at minute 0 of every hour",
        "* * * * *                 | every minute",
        "*/15 * * * *              | every 15 minutes",
        "*/15 9 * * SAT,SUN        | at 09:00, 09:15, 09:30 and 09:45 on Saturday and Sunday",
        "*/5 9 * * SAT,SUN         | every 5 minutes of the hour from 09:00 on Saturday and Sunday",
        "5/20 * * * *              | at minutes 5, 25 and 45 of every hour",
        "*/7 * * * *               | at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour",
        "* * * * * *               | every second",
        "*/10 * * * * *            | every 10 seconds",
        "*/10 0-4,30 8 * * *       | every 10 seconds of minutes 0 to 4 and 30 of the hour from 08:00 every day",
        "30 * * 2 *               | at minute 30 of every hour in February",
        "*/20 * * * SUN            | every 20 minutes on Sunday",
        "0 0 13 * FRI              | at 00:00 on day 13 of the month if that is also Friday (both must match)",
        "0 0 1W,LW,L-2 * *         | at 00:00 on the 3rd to last day, the weekday nearest to day 1 and the last weekday of the month",
        "0 0 2L * *                | at 00:00 on the second to last day of the month",
        "0 0 * * FRI#2,FRI#L       | at 00:00 on the 2nd Friday of the month and the last Friday of the month",
        "0 0 1-7,9 * MON#1         | at 00:00 on days 1 to 7 and 9 of the month if that is also the 1st Monday of the month (both must match)",
        "0 0 1 JAN,JUN-AUG *       | at 00:00 on day 1 of the month in January and June to August",
        "0 0 * * FRI-MON           | at 00:00 on Monday and Friday to Sunday"})
    void cronIsToldInPlainEnglish(String expression, String expected) {
        assertEquals(expected + ", UTC", Triggers.cron(expression, ZoneId.of("UTC")).describe());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'type':'interval','every':'PT5S'} | every 5 seconds",
        "{'type':'interval','every':'PT1H'} | every hour",
        "{'type':'interval','every':'PT1H30M0.5S','anchor':'2026-01-01T00:00:00Z'} | every 1 hour 30 minutes 500 milliseconds, counted from 2026-01-01T00:00:00Z",
        "{'type':'interval','every':'PT1M','mode':'FIXED_DELAY'} | 1 minute after the end of each run",
        "{'type':'once','at':'2026-07-01T12:00:00Z'} | once, at 2026-07-01T12:00:00Z",
        "{'type':'once','at':'2026-07-01T12:00','zone':'Europe/Berlin'} | once, at 2026-07-01 12:00 Europe/Berlin (2026-07-01T10:00:00Z)",
        "{'type':'calendar','months':2,'time':'10:00','startDate':'2026-01-31'} | every 2 months from 2026-01-31 on at 10:00 (on the last day of a month that has no day 31), UTC",
        "{'type':'calendar','weeks':1,'time':'10:00','startDate':'2026-01-31'} | every week from 2026-01-31 on at 10:00, UTC",
        "{'type':'calendar','years':1,'time':'10:00','startDate':'2024-02-29'} | every year from 2024-02-29 on at 10:00 (on the last day of a month that has no day 29), UTC",
        "{'type':'interval','every':'PT1M','startAt':'2026-01-01T00:00:00Z','anchor':'1970-01-01T00:00:00Z','endAt':'2027-01-01T00:00:00Z','maxFires':1,'jitter':'PT30S','excludeDates':['2026-12-24/2026-12-26','2026-12-31']} | every minute; from 2026-01-01T00:00:00Z on; until 2027-01-01T00:00:00Z; at most 1 time; not on 2026-12-24/2026-12-26 and 2026-12-31 (UTC); each up to 30 seconds later, always before the next"})
    void theOtherTypesAndTheirLimitsAre(String definition, String expected) {
        assertEquals(expected, Triggers.parse(definition.replace('\'', '"')).describe());
    }

    @Test
    void theTextSaysWhatDaylightSavingDoesWhereThereIsSome() {
        var berlin = ZoneId.of("Europe/Berlin");
        assertEquals("at 10:00 every day, Europe/Berlin; in a daylight-saving gap it fires once, as the gap ends, in an overlap it fires the first time only",
                Triggers.cron("0 10 * * *", berlin).describe());
        assertEquals("at 10:00 every day, Europe/Berlin; in a daylight-saving gap the fire is skipped, in an overlap it fires both times",
                Triggers.cron("0 10 * * *", berlin, DstGap.SKIP, DstOverlap.BOTH).describe());
        assertEquals("every 1 day 1 hour", Triggers.every(Duration.ofHours(25)).describe());
    }
}
