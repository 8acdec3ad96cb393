package org.carillon.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronParserTest {

    private static final ZoneId UTC = ZoneId.of("UTC");

    /** The first fires from 2026-01-01 on, which is a Thursday, as month-day or month-day and hour:minute:second. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 0 * * *              | 01-01 01-02 01-03",
        "0 0 ? * ?              | 01-01 01-02 01-03",
        "0 0 1,15 * *           | 01-01 01-15 02-01",
        "0 0 10-12 * *          | 01-10 01-11 01-12 02-10",
        "0 0 30-2 * *           | 01-01 01-02 01-30 01-31 02-01 02-02 03-01",
        "0 0 25-5/3 * *         | 01-03 01-25 01-28 01-31 02-03 02-25",
        "0 0 */10 * *           | 01-01 01-11 01-21 01-31 02-01",
        "0 0 20/5 * *           | 01-20 01-25 01-30 02-20",
        "0 0 L * *              | 01-31 02-28 03-31 04-30",
        "0 0 l * *              | 01-31 02-28",
        "0 0 2L * *             | 01-30 02-27 03-30",
        "0 0 31L * *            | 01-01 03-01 05-01",
        "0 0 L-3 * *            | 01-28 02-25 03-28",
        "0 0 L-30 * *           | 01-01 03-01 05-01",
        "0 0 10-L 2 *           | 02-10 02-11",
        "0 0 1W * *             | 01-01 02-02 03-02 04-01 05-01 06-01 07-01 08-03",
        "0 0 3W * *             | 01-02 02-03 03-03",
        "0 0 4W * *             | 01-05 02-04",
        "0 0 31W * *            | 01-30 03-31 05-29",
        "0 0 LW * *             | 01-30 02-27 03-31 04-30 05-29",
        "0 0 L-1W * *           | 01-30 02-27 03-30",
        "0 0 1W,15,LW * *       | 01-01 01-15 01-30 02-02",
        "0 0 13 * FRI           | 02-13 03-13 11-13",
        "0 0 * 2 *              | 02-01 02-02",
        "0 0 1 FEB,march,6 *    | 02-01 03-01 06-01",
        "0 0 1 NOV-FEB *        | 01-01 02-01 11-01 12-01",
        "0 0 1 11-4/2 *         | 01-01 03-01 11-01",
        "0 0 1 */5 *            | 01-01 06-01 11-01",
        "0 0 * * 0              | 01-04 01-11",
        "0 0 * * 7              | 01-04 01-11",
        "0 0 * * SUN            | 01-04 01-11",
        "0 0 * * Sunday         | 01-04 01-11",
        "0 0 * * SUN-TUE        | 01-04 01-05 01-06 01-11",
        "0 0 * * FRI-MON        | 01-02 01-03 01-04 01-05 01-09",
        "0 0 * * 0-7            | 01-01 01-02 01-03 01-04 01-05",
        "0 0 * * */2            | 01-01 01-03 01-04 01-06 01-08",
        "0 0 * * MON-FRI/2      | 01-02 01-05 01-07 01-09",
        "0 0 * * FRI-MON/2      | 01-02 01-04 01-09",
        "0 0 * * FRI#2          | 01-09 02-13",
        "0 0 * * 5#2            | 01-09 02-13",
        "0 0 * * 5#5            | 01-30 05-29 07-31",
        "0 0 * * FRI#L          | 01-30 02-27",
        "0 0 * * FRIL           | 01-30 02-27",
        "0 0 * * 5L             | 01-30 02-27",
        "0 0 * * Friday#1,0#L   | 01-02 01-25 02-06 02-22",
        "0 0 29 2 *             | 28-02-29 32-02-29 36-02-29",
        "0 0 29 2 MON           | 44-02-29 72-02-29",
        "@daily                 | 01-01 01-02",
        "@midnight              | 01-01 01-02",
        "@Weekly                | 01-04 01-11",
        "@monthly               | 01-01 02-01",
        "@yearly                | 01-01 27-01-01",
        "@annually              | 01-01 27-01-01"})
    void eachElementOfADayMeansItsDays(String expression, String days) {
        assertFires(expression, Arrays.stream(days.split(" ")).map(day -> "20" + (day.length() < 8 ? "26-" : "") + day + "T00:00:00Z")
                .collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "30 10 * * *            | 01T10:30:00 02T10:30:00",
        "0 9-11 * * *           | 01T09:00:00 01T10:00:00 01T11:00:00 02T09:00:00",
        "0 22-2/2 * * *         | 01T00:00:00 01T02:00:00 01T22:00:00 02T00:00:00",
        "*/20 12 * * *          | 01T12:00:00 01T12:20:00 01T12:40:00 02T12:00:00",
        "5/20 12 * * *          | 01T12:05:00 01T12:25:00 01T12:45:00 02T12:05:00",
        "0-30/15,59 12 * * *    | 01T12:00:00 01T12:15:00 01T12:30:00 01T12:59:00 02T12:00:00",
        "0/90 1 * * *           | 01T01:00:00 02T01:00:00",
        "@hourly                | 01T00:00:00 01T01:00:00",
        "59 59 23 * * *         | 01T23:59:59 02T23:59:59",
        "*/30 0 6 * * *         | 01T06:00:00 01T06:00:30 02T06:00:00",
        "5,50 58-1 6 * * *      | 01T06:00:05 01T06:00:50 01T06:01:05 01T06:01:50 01T06:58:05",
        "58/1 59 * * * *        | 01T00:59:58 01T00:59:59 01T01:59:58",
        "\t0   6\t* *  *        | 01T06:00:00 02T06:00:00"})
    void eachElementOfATimeMeansItsTimes(String expression, String times) {
        assertFires(expression, Arrays.stream(times.split(" ")).map(time -> "2026-01-" + time + "Z").collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "60 * * * *        | at character 1, minute '60': allowed is 0 to 59; also *, ?, lists, ranges and steps of them",
        "0 24 * * *        | at character 3, hour '24': allowed is 0 to 23; midnight is 0; also",
        "0 0 0 * *         | at character 5, day of month '0': allowed is 1 to 31, L, LW, L-1 to L-30, 1L to 31L and 1W to 31W; also",
        "0 0 32 * *        | at character 5, day of month '32': allowed is",
        "0 0 L-31 * *      | at character 5, day of month 'L-31': allowed is",
        "0 0 L-0 * *       | at character 5, day of month 'L-0': allowed is",
        "0 0 32L * *       | at character 5, day of month '32L': allowed is",
        "0 0 0W * *        | at character 5, day of month '0W': allowed is",
        "0 0 1-5W * *      | at character 7, day of month '5W': allowed is",
        "0 0 W * *         | at character 5, day of month 'W': allowed is",
        "0 0 * 13 *        | at character 7, month '13': allowed is 1 to 12, JAN to DEC and full names; also",
        "0 0 * JANU *      | at character 7, month 'JANU': allowed is",
        "0 0 * * 8         | at character 9, day of week '8': allowed is 0 to 7 (0 and 7 are Sunday), SUN to SAT, full names, FRI#1",
        "0 0 * * L         | at character 9, day of week 'L': write SAT, or FRIL for the last Friday of the month",
        "0 0 * * FRI#6     | at character 9, day of week 'FRI#6': after # allowed is 1 to 5, or L for the last",
        "0 0 * * FRI#0     | at character 9, day of week 'FRI#0': after # allowed is",
        "0 0 * * XYZ#1     | at character 9, day of week 'XYZ': allowed is",
        "0 0 * * FRI#1/2   | at character 9, day of week 'FRI#1': allowed is",
        "0 0 * * MON,,FRI  | at character 13, day of week '': a comma has a value on both sides",
        "0 0 1, * *        | at character 7, day of month '': a comma has",
        "0 0,25 * * *      | at character 5, hour '25': allowed is",
        "0 10-25 * * *     | at character 6, hour '25': allowed is",
        "*/0 * * * *       | at character 3, minute '0': after / allowed is a step from 1 to 9999",
        "*/ * * * *        | at character 3, minute '': after / allowed is",
        "*/x * * * *       | at character 3, minute 'X': after / allowed is",
        "0 +5 * * *        | at character 3, hour '+5': allowed is",
        "0 -5 * * *        | at character 3, hour '-5': allowed is",
        "0 5- * * *        | at character 5, hour '': allowed is",
        "0 99999999999 * * * | at character 3, hour '99999999999': allowed is",
        "0 0 * *           | it has 4 fields; allowed are 5 (minute, hour, day of month, month, day of week), 6 (a second before them), or",
        "0 0 0 * * * 2026  | it has 7 fields; allowed are 5",
        "''                | it has 0 fields; allowed are 5",
        "@reboot           | allowed are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually",
        "0 0 30 2 *        | it can never fire: in the 400 years after which the calendar repeats, no day of these months is both",
        "0 0 31 2,4,6,9,11 * | it can never fire",
        "0 0 L-30 2 *      | it can never fire",
        "0 0 30W 2 *       | it can never fire",
        "0 0 13 * FRI#1    | it can never fire",
        "0 0 1W * SUN      | it can never fire"})
    void aRefusalNamesTheCharacterTheFieldAndWhatIsAllowed(String expression, String message) {
        var refusal = assertThrows(InvalidTrigger.class, () -> Triggers.cron(expression, UTC));
        assertEquals("cron", refusal.field());
        assertTrue(refusal.getMessage().startsWith("The trigger's cron is '" + expression + "': " + message), refusal.getMessage());
    }

    @Test
    void anExpressionOfTheLargestLengthIsReadAndOneMoreIsNot() {
        var start = "0 0 * * ";
        var longest = start + "1,".repeat((CronParser.MAX_LENGTH - start.length()) / 2 - 1) + "05";
        assertEquals(CronParser.MAX_LENGTH, longest.length());
        assertTrue(Triggers.cron(longest, UTC).next(Instant.EPOCH).isPresent());
        var refusal = assertThrows(InvalidTrigger.class, () -> Triggers.cron(longest + " ", UTC));
        assertTrue(refusal.getMessage().endsWith("…': it has 1001 characters; allowed are 1000."), refusal.getMessage());
    }

    @Test
    void aRefusedValueCannotForgeALineOfALog() {
        var refusal = assertThrows(InvalidTrigger.class, () -> Triggers.cron("0 0 * * MON\nINFO", UTC));
        assertTrue(refusal.getMessage().lines().count() == 1, refusal.getMessage());
    }

    private static void assertFires(String expression, String expected) {
        var fires = Triggers.cron(expression, UTC).preview(Instant.parse("2025-12-31T23:59:59.999Z"), expected.split(" ").length);
        assertEquals(expected, fires.stream().map(Instant::toString).collect(Collectors.joining(" ")), expression);
    }
}
