package org.carillon.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerJsonTest {

    /** A definition with single quotes, and its canonical text. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'type':'interval','every':'PT60S'} | {'type':'interval','every':'PT1M','mode':'FIXED_RATE'}",
        "{'type':'interval','every':'P1D','mode':'FIXED_RATE','startAt':null,'zone':'Europe/Berlin'} | {'type':'interval','every':'PT24H','mode':'FIXED_RATE'}",
        "{'type':'interval','every':'PT5S','mode':'FIXED_DELAY'} | {'type':'interval','every':'PT5S','mode':'FIXED_DELAY'}",
        "{'type':'interval','every':'PT5H','startAt':'2026-07-01T12:00:00+02:00'} | {'type':'interval','every':'PT5H','mode':'FIXED_RATE','anchor':'2026-07-01T10:00:00Z','startAt':'2026-07-01T10:00:00Z'}",
        "{'type':'cron','cron':' 0  10 * * mon-fri ','zone':'Europe/Berlin'} | {'type':'cron','cron':'0 10 * * MON-FRI','zone':'Europe/Berlin','dstGap':'RUN_AFTER','dstOverlap':'FIRST'}",
        "{'type':'cron','cron':'*/5 * * * *'} | {'type':'cron','cron':'*/5 * * * *','zone':'UTC','dstGap':'SKIP','dstOverlap':'BOTH'}",
        "{'type':'cron','cron':'@daily','dstGap':'SKIP','dstOverlap':'SECOND'} | {'type':'cron','cron':'@daily','zone':'UTC','dstGap':'SKIP','dstOverlap':'SECOND'}",
        "{'type':'once','at':'2026-07-01T12:00:00.500Z'} | {'type':'once','at':'2026-07-01T12:00:00.500Z'}",
        "{'type':'once','at':'2026-07-01T12:00','zone':'Europe/Berlin'} | {'type':'once','at':'2026-07-01T12:00','zone':'Europe/Berlin','dstGap':'RUN_AFTER','dstOverlap':'FIRST'}",
        "{'type':'calendar','months':2,'time':'10:00','startDate':'2026-01-31'} | {'type':'calendar','months':2,'time':'10:00','startDate':'2026-01-31','zone':'UTC','dstGap':'RUN_AFTER','dstOverlap':'FIRST'}",
        "{'type':'interval','every':'PT1H','endAt':'2027-01-01T00:00:00Z','maxFires':3,'jitter':'PT30S','excludeDates':['2026-12-26','2026-12-24/2026-12-25','2027-01-01']} | {'type':'interval','every':'PT1H','mode':'FIXED_RATE','endAt':'2027-01-01T00:00:00Z','maxFires':3,'excludeDates':['2026-12-24/2026-12-26','2027-01-01'],'zone':'UTC','jitter':'PT30S'}"})
    void aDefinitionHasOneCanonicalTextAndComesBackFromIt(String definition, String text) {
        var trigger = parse(definition);
        assertEquals(text.replace('\'', '"'), trigger.text());
        assertEquals(trigger, Triggers.parse(trigger.text()));
        assertEquals(trigger.text(), Triggers.of(trigger.json()).text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{}                                                     | type         | is missing: needed is one of interval, cron, once and calendar",
        "{'type':'anyOf'}                                       | type         | is 'anyOf': allowed is one of interval, cron, once and calendar",
        "{'type':5}                                             | type         | is '5': needed is a text",
        "{'type':'interval'}                                    | every        | is missing: needed is an ISO-8601 duration such as PT5S",
        "{'type':'interval','every':5}                          | every        | is '5': needed is a text: an ISO-8601 duration such as PT5S",
        "{'type':'interval','every':'5s'}                       | every        | is '5s': allowed is an ISO-8601 duration such as PT5S",
        "{'type':'interval','every':'PT0.099S'}                 | every        | is 'PT0.099S': allowed is an ISO-8601 duration in whole milliseconds from PT0.1S to",
        "{'type':'interval','every':'PT0.1001S'}                | every        | is 'PT0.1001S': allowed is",
        "{'type':'interval','every':'P366D'}                    | every        | is 'PT8784H': allowed is",
        "{'type':'interval','every':'-PT5S'}                    | every        | is 'PT-5S': allowed is",
        "{'type':'interval','every':'PT99999999999999999999S'}  | every        | is 'PT99999999999999999999S': allowed is",
        "{'type':'interval','every':'PT5S','mode':'fixed'}      | mode         | is 'fixed': allowed are FIXED_RATE and FIXED_DELAY",
        "{'type':'interval','every':'PT5S','mode':'FIXED_DELAY','anchor':'2026-01-01T00:00:00Z'} | anchor | a fixed delay counts from the end of each run",
        "{'type':'interval','every':'PT5S','cron':'@daily'}     | cron         | is '@daily': there is no such field for this type; allowed are anchor, endAt, every, excludeDates,",
        "{'type':'cron'}                                        | cron         | is missing: needed is 5 or 6 fields",
        "{'type':'cron','cron':'@daily','zone':'Europe/Berln'}  | zone         | is 'Europe/Berln': it is not a known time zone; allowed is an IANA id such as Europe/Berlin, or an offset",
        "{'type':'cron','cron':'@daily','zone':'europe/berlin'} | zone         | did you mean Europe/Berlin?",
        "{'type':'cron','cron':'@daily','zone':'new york'}      | zone         | did you mean America/New_York?",
        "{'type':'cron','cron':'@daily','zone':''}              | zone         | it is not a known time zone",
        "{'type':'cron','cron':'@daily','dstGap':'AFTER'}       | dstGap       | is 'AFTER': allowed are SKIP and RUN_AFTER",
        "{'type':'cron','cron':'@daily','dstOverlap':'THIRD'}   | dstOverlap   | is 'THIRD': allowed are FIRST, SECOND and BOTH",
        "{'type':'cron','cron':'30 2 * 3 SUN#L','zone':'Europe/Berlin','dstGap':'SKIP'} | dstGap | is 'SKIP': it can never fire: in Europe/Berlin each of its times is left out",
        "{'type':'once'}                                        | at           | is missing: needed is an instant such as",
        "{'type':'once','at':'tomorrow'}                        | at           | is 'tomorrow': allowed is an instant such as 2026-07-01T12:00:00Z, or a local time",
        "{'type':'once','at':'2026-02-30T12:00'}                | at           | is '2026-02-30T12:00': allowed is",
        "{'type':'once','at':'2026-07-01T24:00Z'}               | at           | allowed is",
        "{'type':'once','at':'1969-12-31T23:59:59Z'}            | at           | allowed is",
        "{'type':'once','at':'2026-07-01T12:00:00.0001Z'}       | at           | allowed is",
        "{'type':'once','at':'2026-03-29T02:30','zone':'Europe/Berlin','dstGap':'SKIP'} | at | it can never fire: in Europe/Berlin the clocks go forward over it",
        "{'type':'once','at':'2026-10-25T02:30','zone':'Europe/Berlin','dstOverlap':'BOTH'} | dstOverlap | what fires once cannot fire both times",
        "{'type':'once','at':'2026-07-01T12:00:00Z','dstGap':'SKIP'} | dstGap  | an instant is the same in each zone",
        "{'type':'calendar','time':'10:00','startDate':'2026-01-01'} | days | is missing: needed is exactly one of days, weeks, months and years",
        "{'type':'calendar','days':1,'weeks':1,'time':'10:00','startDate':'2026-01-01'} | weeks | is '1': needed is exactly one of days",
        "{'type':'calendar','days':0,'time':'10:00','startDate':'2026-01-01'}    | days | is '0': allowed is a whole number from 1 to 1000",
        "{'type':'calendar','days':1001,'time':'10:00','startDate':'2026-01-01'} | days | is '1001': allowed is a whole number from 1 to 1000",
        "{'type':'calendar','days':1.5,'time':'10:00','startDate':'2026-01-01'}  | days | is '1.5': allowed is a whole number",
        "{'type':'calendar','days':'1','time':'10:00','startDate':'2026-01-01'}  | days | is '1': allowed is a whole number",
        "{'type':'calendar','days':1e99999,'time':'10:00','startDate':'2026-01-01'} | days | allowed is a whole number",
        "{'type':'calendar','days':1,'startDate':'2026-01-01'}  | time         | is missing: needed is a time of day",
        "{'type':'calendar','days':1,'time':'24:00','startDate':'2026-01-01'} | time | is '24:00': allowed is a time of day in whole seconds from 00:00 to 23:59:59; midnight is 00:00",
        "{'type':'calendar','days':1,'time':'10:00'}            | startDate    | is missing: needed is a date",
        "{'type':'calendar','days':1,'time':'10:00','startDate':'2026-02-30'} | startDate | is '2026-02-30': allowed is a date from",
        "{'type':'cron','cron':'@daily','startAt':'2027-01-01T00:00:00Z','endAt':'2026-01-01T00:00:00Z'} | endAt | it can never fire: the end is before the start, 2027-01-01T00:00:00Z",
        "{'type':'cron','cron':'@daily','startAt':'2026-01-01T00:00:01Z','endAt':'2026-01-01T23:00:00Z'} | endAt | it can never fire: it has no fire until then, from 2026-01-01T00:00:01Z on",
        "{'type':'once','at':'2026-01-01T00:00:00Z','endAt':'2025-01-01T00:00:00Z'}   | endAt   | it can never fire: it has no fire until then",
        "{'type':'once','at':'2026-01-01T00:00:00Z','startAt':'2027-01-01T00:00:00Z'} | startAt | it can never fire: it has no fire from then on",
        "{'type':'once','at':'2026-01-01T00:00:00Z','excludeDates':['2026-01-01']}    | excludeDates | it can never fire: each of its fires is on an excluded date",
        "{'type':'interval','every':'PT1H','excludeDates':['1970-01-01/9999-12-31']}  | excludeDates | it can never fire: each of its fires is on an excluded date",
        "{'type':'interval','every':'PT1H','mode':'FIXED_DELAY','excludeDates':['1970-01-01/9999-12-31']} | excludeDates | it can never fire",
        "{'type':'cron','cron':'@daily','excludeDates':'2026-01-01'} | excludeDates | is '2026-01-01': allowed is a list of up to 4000 dates",
        "{'type':'cron','cron':'@daily','excludeDates':['2026-01-01','2026-01-32']}            | excludeDates[1] | is '2026-01-32': allowed is a date such as",
        "{'type':'cron','cron':'@daily','excludeDates':['2026-01-02/2026-01-01']}              | excludeDates[0] | its end not before its begin",
        "{'type':'cron','cron':'@daily','excludeDates':[7]}     | excludeDates[0] | is '7': needed is a text",
        "{'type':'cron','cron':'@daily','maxFires':0}           | maxFires     | is '0': allowed is a whole number from 1 to 1000000000",
        "{'type':'cron','cron':'@daily','maxFires':1000000001}  | maxFires     | is '1000000001': allowed is",
        "{'type':'cron','cron':'@daily','maxFires':99999999999999999999} | maxFires | allowed is",
        "{'type':'cron','cron':'@daily','jitter':'-PT1S'}       | jitter       | is '-PT1S': allowed is an ISO-8601 duration in whole milliseconds from PT0S to PT24H",
        "{'type':'cron','cron':'@daily','jitter':'PT24H0.001S'} | jitter       | is 'PT24H0.001S': allowed is"})
    void aRefusalNamesTheFieldAndWhatIsAllowed(String definition, String field, String message) {
        var refusal = assertThrows(InvalidTrigger.class, () -> parse(definition));
        assertEquals(field, refusal.field());
        assertTrue(refusal.getMessage().startsWith("The trigger's " + field + " is ") && refusal.getMessage().contains(message), refusal.getMessage());
    }

    @Test
    void limitsAllowWhatTheySay() {
        assertEquals(1_000_000_000, parse("{'type':'cron','cron':'@daily','maxFires':1000000000}").maxFires());
        parse("{'type':'interval','every':'PT0.1S'}");
        parse("{'type':'interval','every':'P365D'}");
        parse("{'type':'calendar','years':1000,'time':'23:59:59','startDate':'2026-01-01'}");
        parse("{'type':'cron','cron':'@daily','jitter':'P1D'}");
    }

    @Test
    void asManyDatesAsTheLimitAreExcludedAndOneMoreIsNot() {
        assertTrue(Triggers.of(excluding(Exclusions.MAX)).text().contains("1990-01-02"));
        var refusal = assertThrows(InvalidTrigger.class, () -> Triggers.of(excluding(Exclusions.MAX + 1)));
        assertTrue(refusal.getMessage().contains("allowed is a list of up to 4000"), refusal.getMessage());
    }

    @Test
    void textThatIsNoObjectIsRefused() {
        assertEquals("definition", assertThrows(InvalidTrigger.class, () -> Triggers.parse("[]")).field());
        assertEquals("definition", assertThrows(InvalidTrigger.class, () -> Triggers.parse("{\"type\":")).field());
    }

    @Test
    void theShortWaysMakeWhatTheDefinitionsMake() {
        assertEquals(parse("{'type':'interval','every':'PT5S'}"), Triggers.every(Duration.ofSeconds(5)));
        assertEquals(parse("{'type':'interval','every':'PT5S','mode':'FIXED_DELAY'}"), Triggers.fixedDelay(Duration.ofSeconds(5)));
        assertEquals(parse("{'type':'cron','cron':'@daily','zone':'Europe/Berlin'}"), Triggers.cron("@daily", ZoneId.of("Europe/Berlin")));
        assertEquals(parse("{'type':'once','at':'2026-01-01T00:00:00Z'}"), Triggers.once(Instant.parse("2026-01-01T00:00:00Z")));
        assertNotEquals(Triggers.every(Duration.ofSeconds(5)).text(), Triggers.every(Duration.ofSeconds(6)).text(), "a change is noticed");
    }

    private static JsonObject excluding(int dates) {
        var list = Json.createArrayBuilder();
        for (int i = 0; i < dates; i++) {
            list.add(LocalDate.of(1990, 1, 2).plusDays(2L * i).toString());
        }
        return Json.createObjectBuilder().add("type", "cron").add("cron", "@daily").add("excludeDates", list).build();
    }

    private static Trigger parse(String definition) {
        return Triggers.parse(definition.replace('\'', '"'));
    }
}
