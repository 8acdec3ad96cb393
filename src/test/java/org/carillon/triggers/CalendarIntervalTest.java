package org.carillon.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarIntervalTest {

    @ParameterizedTest
    @CsvSource({
        "days,   1,  2026-02-27, 2026-02-27 2026-02-28 2026-03-01",
        "days,   10, 2026-12-25, 2026-12-25 2027-01-04 2027-01-14",
        "weeks,  2,  2026-12-21, 2026-12-21 2027-01-04 2027-01-18",
        "months, 1,  2026-01-31, 2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31",
        "months, 1,  2028-01-30, 2028-01-30 2028-02-29 2028-03-30",
        "months, 2,  2026-12-31, 2026-12-31 2027-02-28 2027-04-30 2027-06-30 2027-08-31",
        "months, 13, 2026-01-15, 2026-01-15 2027-02-15 2028-03-15",
        "years,  1,  2024-02-29, 2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29",
        "years,  4,  2096-02-29, 2096-02-29 2100-02-28 2104-02-29"})
    void allDatesCountFromTheStartDateSoThatAMonthEndIsNotWornDown(String unit, int count, String startDate, String expected) {
        var fires = trigger(unit, count, startDate).preview(Instant.EPOCH, expected.split(" ").length);
        assertEquals(expected, fires.stream().map(fire -> fire.toString().substring(0, 10)).collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @CsvSource({"days, 3", "weeks, 1", "months, 1", "months, 7", "years, 3"})
    void whereverASearchBeginsItFindsTheSameFires(String unit, int count) {
        var trigger = trigger(unit, count, "2020-01-31");
        var fires = trigger.preview(Instant.EPOCH, 100);
        for (int i = 0; i + 1 < fires.size(); i++) {
            assertEquals(Optional.of(fires.get(i + 1)), trigger.next(fires.get(i)));
            assertEquals(Optional.of(fires.get(i + 1)), trigger.next(fires.get(i + 1).minusMillis(1)));
            assertEquals(Optional.of(fires.get(i)), trigger.latest(fires.get(i + 1).minusMillis(1)));
        }
    }

    @Test
    void thereIsNoFireBeforeTheStartDateNorAfter9999() {
        var trigger = trigger("years", 1000, "2026-01-31");
        assertEquals(Optional.empty(), trigger.latest(Instant.parse("2026-01-31T09:59:59Z")));
        assertEquals("9026-01-31T10:00:00Z", trigger.latest(Instant.MAX).orElseThrow().toString());
        assertEquals(Optional.empty(), trigger.next(Instant.parse("9026-01-31T10:00:00Z")));
    }

    private static Trigger trigger(String unit, int count, String startDate) {
        return Triggers.parse("""
                {"type": "calendar", "%s": %d, "time": "10:00", "startDate": "%s"}""".formatted(unit, count, startDate));
    }
}
