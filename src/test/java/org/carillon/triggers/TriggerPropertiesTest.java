package org.carillon.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is promised of every trigger. */
class TriggerPropertiesTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    static List<Trigger> triggers() {
        var random = new Random(4);
        var zones = BruteForceTest.zones();
        var triggers = new ArrayList<Trigger>();
        var cron = new RandomCron(random, false);
        while (triggers.size() < 30) {
            var limits = List.of("", ",'jitter':'PT10M'", ",'startAt':'2026-02-01T00:00:00Z'", ",'excludeDates':['2026-03-01/2026-04-01','2026-05-05']");
            var definition = "{'type':'cron','cron':'%s','zone':'%s','dstGap':'%s','dstOverlap':'%s'%s}".formatted(cron.expression(),
                    zones.get(random.nextInt(zones.size())), DstGap.values()[random.nextInt(2)], DstOverlap.values()[random.nextInt(3)],
                    limits.get(random.nextInt(limits.size())));
            try {
                triggers.add(Triggers.parse(definition.replace('\'', '"')));
            } catch (InvalidTrigger never) {
                assertTrue(never.getMessage().contains("never"), never.getMessage());
            }
        }
        for (var definition : List.of("{'type':'interval','every':'PT0.3S'}", "{'type':'interval','every':'PT7H','startAt':'2026-01-02T03:04:05.006Z','endAt':'2026-06-01T00:00:00Z'}",
                "{'type':'once','at':'2026-02-03T04:05:06Z'}", "{'type':'calendar','months':1,'time':'02:30','startDate':'2025-08-31','zone':'Europe/Berlin'}",
                "{'type':'calendar','days':3,'time':'00:00','startDate':'2026-02-01','zone':'Asia/Beirut','excludeDates':['2026-03-01/2026-05-01']}")) {
            triggers.add(Triggers.parse(definition.replace('\'', '"')));
        }
        return triggers;
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void itsListsAreItsNextFiresAndItsLatestIsTheLastOfThem(Trigger trigger) {
        var fires = trigger.preview(FROM, 40);
        var before = FROM;
        for (var fire : fires) {
            assertTrue(fire.isAfter(before), "strictly increasing");
            assertEquals(Optional.of(fire), trigger.next(before), "pure");
            assertEquals(Optional.of(fire), trigger.next(fire.minusMillis(1)));
            assertEquals(Optional.of(fire), trigger.latest(fire));
            assertEquals(Optional.of(fire), trigger.latest(trigger.next(fire).orElse(fire.plusSeconds(1)).minusNanos(1)));
            assertEquals(0, fire.getNano() % 1_000_000, "whole milliseconds");
            before = fire;
        }
        assertEquals(fires, trigger.between(FROM, before, 100));
        assertEquals(fires.subList(0, fires.size() / 2), trigger.between(FROM, before, fires.size() / 2));
        assertEquals(fires, trigger.latestBetween(FROM, before, 100));
        assertEquals(fires.subList(fires.size() / 2, fires.size()), trigger.latestBetween(FROM, before, fires.size() - fires.size() / 2));
        assertEquals(trigger, Triggers.parse(trigger.text()));
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void noInstantMakesItThrowOrWalk(Trigger trigger) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (var time : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.EPOCH.minusNanos(1), Instant.parse("9999-12-31T23:59:59.999999999Z"))) {
                trigger.next(time).ifPresent(next -> assertTrue(next.isAfter(time)));
                trigger.latest(time).ifPresent(latest -> assertTrue(!latest.isAfter(time)));
                trigger.startOf("heartbeat", Instant.EPOCH);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void aListHasAnEnd(Trigger trigger) {
        assertThrows(IllegalArgumentException.class, () -> trigger.preview(FROM, Trigger.MAX_LISTED + 1));
        assertThrows(IllegalArgumentException.class, () -> trigger.between(FROM, Instant.MAX, Trigger.MAX_LISTED + 1));
        assertThrows(IllegalArgumentException.class, () -> trigger.latestBetween(FROM, Instant.MAX, -1));
        assertEquals(List.of(), trigger.preview(FROM, 0));
    }
}
