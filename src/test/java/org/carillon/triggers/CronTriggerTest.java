package org.carillon.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.concurrent.CronTrigger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against {@code jakarta.enterprise.concurrent.CronTrigger} 3.0.4 where both speak the same syntax, with SKIP and BOTH. The
 * system property {@code carillon.cron.rounds} (default 1) repeats it with other expressions.
 *
 * <p>Left out of the comparison are its faults, each of which has a test here: a month that is too short for one {@code nL} of
 * a list, an overlap of more than an hour, a gap that begins or ends within an hour, an ordinal of a weekday's number,
 * {@code 0-7} as a weekday, and rare dates, on which it gives up.
 */
class CronTriggerTest {

    private static final int ROUNDS = Integer.getInteger("carillon.cron.rounds", 1);
    private static final int EXPRESSIONS = 2_000;
    private static final int INSTANTS = 20;
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final int DAYS = 8 * 365;

    private final Random random = new Random(2026);
    private final List<ZoneId> zones = BruteForceTest.zones().stream().filter(CronTriggerTest::changesByWholeHours).toList();
    private int compared;
    private int givenUp;
    private int refused;

    @Test
    void bothFireAtTheSameTimes() {
        var cron = new RandomCron(random, true);
        for (int i = 0; i < EXPRESSIONS * ROUNDS; i++) {
            var expression = (random.nextInt(4) == 0 ? cron.few(0, 59) + " " : "") + cron.expression();
            compare(expression, zones.get(random.nextInt(zones.size())));
        }
        System.out.printf("CronTrigger: %d expressions, %d times compared; %d expressions never fire and both say so; %d times it gives up on a rare date.%n",
                EXPRESSIONS * ROUNDS, compared, refused, givenUp);
        assertTrue(compared > EXPRESSIONS * INSTANTS / 2, compared + " times were compared");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 3 L,31L * SUN#L | UTC                | 2025-09-16T00:00:00Z | 2026-05-31T03:00:00Z | 2025-11-30T03:00:00Z",
        "15 0-20 * * *   | Antarctica/Casey     | 2023-03-08T15:37:38Z | 2023-03-08T19:15:00Z | 2023-03-08T16:15:00Z",
        "29,52 3 * * *   | Pacific/Chatham      | 2024-09-28T12:23:36Z | 2024-09-29T13:44:00Z | 2024-09-28T14:07:00Z",
        "15,40 2 * * *   | Australia/Lord_Howe  | 2026-10-03T14:00:00Z | 2026-10-04T15:15:00Z | 2026-10-03T15:40:00Z",
        "0 0 * * 5#2     | UTC                  | 2026-07-01T00:00:00Z | 2026-07-03T00:00:00Z | 2026-07-10T00:00:00Z",
        "0 0 * * 0-7     | UTC                  | 2026-07-01T00:00:00Z | 2026-07-05T00:00:00Z | 2026-07-02T00:00:00Z",
        "0 0 * 2 MON#5   | UTC                  | 2073-01-01T00:00:00Z |                      | 2112-02-29T00:00:00Z"})
    void whereItErrsWeDoNot(String expression, ZoneId zone, Instant after, Instant itsAnswer, Instant right) {
        assertEquals(Optional.ofNullable(itsAnswer), theirs(new CronTrigger(expression, zone), after), "the fault is still there");
        assertEquals(Optional.of(right), Triggers.cron(expression, zone, DstGap.SKIP, DstOverlap.BOTH).next(after), expression);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 * * * *", "0 9-17 * * MON-FRI", "0 13/3 * MAY-SEP SAT,SUN", "30 10 * APR,AUG TUE#2,TUE#L", "15 22 4 10,20,L * *",
        "0 8-11,13-16 2L JAN-MAR *", "0 7 * SEP-MAY MON-FRI", "0 10 15,L * MON-FRI", "0 10 13,14,3L,2L * FRI", "0 10 ? * ?", "0/90 * * * *",
        "*/70 22-2 1-L nov-February sunday-TUESDAY", "10-L 5-L 10-L 3-L 2-L", "0 0 * * 0", "0 0 * * 7", "0 0 * * 5-0", "0 0 * * 0-3", "0 0 13 * fri"})
    void whatItAcceptsWeAcceptAndMeanTheSame(String expression) {
        var zone = ZoneId.of("America/Chicago");
        var ours = Triggers.cron(expression, zone, DstGap.SKIP, DstOverlap.BOTH);
        var after = FROM;
        for (int i = 0; i < 200; i++) {
            assertEquals(theirs(new CronTrigger(expression, zone), after), ours.next(after), expression + " after " + after);
            after = ours.next(after).orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0-20/10 * * *", "0 0 * * MON-FRI/2", "0 0 1W * *", "0 0 LW * *", "0 0 L-3 * *", "0 0 * * FRIL", "0 0 * * 5L", "@daily",
        " 0 0 * * *", "0  0 * * *"})
    void whatItRefusesWeTakeAsWell(String expression) {
        assertThrows(IllegalArgumentException.class, () -> new CronTrigger(expression, ZoneId.of("UTC")), "it does not know " + expression);
        assertTrue(Triggers.cron(expression, ZoneId.of("UTC")).next(FROM).isPresent(), expression);
    }

    private void compare(String expression, ZoneId zone) {
        var theirs = new CronTrigger(expression, zone);
        Trigger ours;
        try {
            ours = Triggers.cron(expression, zone, DstGap.SKIP, DstOverlap.BOTH);
        } catch (InvalidTrigger never) {
            assertTrue(theirs(theirs, FROM).isEmpty(), () -> expression + " has a time: " + theirs(theirs, FROM));
            refused++;
            return;
        }
        for (int i = 0; i < INSTANTS; i++) {
            var after = FROM.plusMillis((long) (random.nextDouble() * Duration.ofDays(DAYS).toMillis()));
            var transition = zone.getRules().nextTransition(after);
            compare(expression, ours, theirs, i % 2 == 0 || transition == null ? after : transition.getInstant().minusSeconds(random.nextInt(7_200)));
        }
    }

    private void compare(String expression, Trigger ours, CronTrigger theirs, Instant after) {
        var expected = theirs(theirs, after);
        if (expected.isEmpty()) {
            givenUp++;
        } else {
            compared++;
            assertEquals(expected, ours.next(after), () -> expression + " in " + theirs.getZoneId() + " after " + after);
        }
    }

    /** It counts a time that is now as next, so it is asked for a millisecond later; it throws where it finds none. */
    private static Optional<Instant> theirs(CronTrigger trigger, Instant after) {
        try {
            return Optional.of(trigger.getNextRunTime(null, after.plusMillis(1).atZone(trigger.getZoneId())).toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static boolean changesByWholeHours(ZoneId zone) {
        var last = FROM.plus(Duration.ofDays(DAYS));
        for (var next = zone.getRules().nextTransition(FROM); next != null && next.getInstant().isBefore(last);
                next = zone.getRules().nextTransition(next.getInstant())) {
            boolean whole = next.getDateTimeBefore().getMinute() == 0 && next.getDateTimeAfter().getMinute() == 0;
            if (!whole || next.getDuration().abs().compareTo(Duration.ofHours(1)) > 0) {
                return false;
            }
        }
        return true;
    }
}
