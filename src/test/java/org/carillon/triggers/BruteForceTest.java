package org.carillon.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Cron against a scan of each minute, with each choice for daylight saving, in one zone of each distinct rule set. The
 * system property {@code carillon.cron.rounds} (default 1) repeats it with other expressions.
 */
class BruteForceTest {

    private static final int ROUNDS = Integer.getInteger("carillon.cron.rounds", 1);
    private static final Instant FROM = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2028-01-01T00:00:00Z");
    private static final Duration AROUND = Duration.ofDays(2);
    private static final int SAMPLES = 20;

    private final Random random = new Random(42);
    private final RandomCron cron = new RandomCron(random, false);
    private int windows;
    private long fires;

    /** One zone of each set of rules, the same at each call. */
    static List<ZoneId> zones() {
        Map<ZoneRules, ZoneId> distinct = new HashMap<>();
        new TreeSet<>(ZoneId.getAvailableZoneIds()).forEach(id -> distinct.putIfAbsent(ZoneId.of(id).getRules(), ZoneId.of(id)));
        return distinct.values().stream().sorted((one, other) -> one.getId().compareTo(other.getId())).toList();
    }

    @Test
    void cronFiresAsAScanOfEachMinuteSaysAroundEachChangeOfTheClocks() {
        int transitions = 0;
        for (var zone : zones()) {
            for (var transition : transitions(zone)) {
                transitions++;
                for (int round = 0; round < ROUNDS; round++) {
                    compare(aroundTheClockChange(round + transitions), zone, transition.minus(AROUND), transition.plus(AROUND));
                }
            }
        }
        System.out.printf("Brute force: %d zones of distinct rules, %d changes of the clocks from 2024 to 2027, %d windows, %d fires.%n",
                zones().size(), transitions, windows, fires);
        assertTrue(transitions > 500 && fires > 10_000, "the scan met " + transitions + " changes and " + fires + " fires");
    }

    @Test
    void cronFiresAsAScanOfEachMinuteSaysOverFourYears() {
        var zones = zones();
        for (int sample = 0; sample < SAMPLES * ROUNDS; sample++) {
            compare(expression(), zones.get(random.nextInt(zones.size())), FROM, TO);
        }
        System.out.printf("Brute force: %d expressions over four years, %d comparisons, %d fires.%n", SAMPLES * ROUNDS, windows, fires);
        assertTrue(fires > 10_000, "the scan met " + fires + " fires");
    }

    /** Half of them fire on each day, for an expression of rare days would seldom meet the change. */
    private String aroundTheClockChange(int number) {
        return number % 2 == 0 ? expression() : cron.few(0, 59) + " " + cron.field(0, 3) + ",23 * * *";
    }

    private void compare(String expression, ZoneId zone, Instant from, Instant to) {
        var minutes = new NaiveCron(expression).minutes(from, to);
        for (var gap : DstGap.values()) {
            for (var overlap : DstOverlap.values()) {
                var trigger = Triggers.cron(expression, zone, gap, overlap);
                var expected = NaiveCron.fires(minutes, from.plusMillis(1), to, zone, gap, overlap);
                assertEquals(List.copyOf(expected), all(trigger, from, to), () -> trigger + " from " + from + " to " + to);
                windows++;
                fires += expected.size();
            }
        }
    }

    private static List<Instant> all(Trigger trigger, Instant from, Instant to) {
        var fires = new ArrayList<Instant>();
        for (var next = trigger.next(from); next.isPresent() && !next.get().isAfter(to); next = trigger.next(next.get())) {
            fires.add(next.get());
        }
        return fires;
    }

    /** One that fires at all in these zones: the others are refused, which has a test of its own. */
    private String expression() {
        while (true) {
            var expression = cron.expression();
            try {
                Triggers.cron(expression, ZoneId.of("UTC"));
                return expression;
            } catch (InvalidTrigger never) {
                assertTrue(never.getMessage().contains("never"), never.getMessage());
            }
        }
    }

    private static List<Instant> transitions(ZoneId zone) {
        var found = new ArrayList<Instant>();
        var next = zone.getRules().nextTransition(FROM);
        while (next != null && next.getInstant().isBefore(TO)) {
            found.add(next.getInstant());
            next = zone.getRules().nextTransition(next.getInstant());
        }
        return found;
    }
}
