package org.carillon.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {

    enum Colour {
        RED, GREEN
    }

    record Point(int x, int y) {

        Point {
            if (x == y) {
                throw new InvalidField("y", "must not be x");
            }
        }
    }

    record Everything(String text, int whole, long large, double other, boolean flag, Colour colour, Duration period, Instant at, Point point,
            List<Point> points, List<String> words, Integer optional, JsonObject free) {
    }

    record Endless(Endless next) {
    }

    record Unbindable(Thread thread) {
    }

    private static final String ALL = "{'text':'a','whole':-1,'large':9007199254740993,'other':0.5,'flag':true,'colour':'GREEN','period':'PT5S','at':'2026-07-01T12:00:00Z',"
            + "'point':{'x':1,'y':2},'points':[{'x':3,'y':4}],'words':['b'],'free':{'c':[1]}}";

    @Test
    void everyTypeIsBoundAndWrittenBack() {
        var bound = Binder.bind(Everything.class, json(ALL));
        assertEquals(new Everything("a", -1, 9_007_199_254_740_993L, 0.5, true, Colour.GREEN, Duration.ofSeconds(5), Instant.parse("2026-07-01T12:00:00Z"),
                new Point(1, 2), List.of(new Point(3, 4)), List.of("b"), null, json("{'c':[1]}")), bound);
        assertEquals(json(ALL), Binder.toJson(bound), "what is null is left out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'whole':-1             | 'whole':'1'              | The field 'whole' must be a whole number of 32 bits.",
        "'whole':-1             | 'whole':1.5              | The field 'whole' must be a whole number of 32 bits.",
        "'whole':-1             | 'whole':2147483648       | The field 'whole' must be a whole number of 32 bits.",
        "'whole':-1             | 'whole':1e999999999      | The field 'whole' must be a whole number of 32 bits.",
        "'whole':-1             | 'whole':null             | The field 'whole' is missing.",
        "'large':9007199254740993 | 'large':9223372036854775808 | The field 'large' must be a whole number of 64 bits.",
        "'other':0.5            | 'other':1e400            | The field 'other' must be a number.",
        "'flag':true            | 'flag':'true'            | The field 'flag' must be true or false.",
        "'text':'a'             | 'text':7                 | The field 'text' must be a text.",
        "'colour':'GREEN'       | 'colour':'BLUE'          | The field 'colour' must be one of RED, GREEN.",
        "'colour':'GREEN'       | 'colour':'green'         | The field 'colour' must be one of RED, GREEN.",
        "'period':'PT5S'        | 'period':'5 seconds'     | The field 'period' must be an ISO-8601 duration such as PT5S.",
        "'at':'2026-07-01T12:00:00Z' | 'at':'tomorrow'     | The field 'at' must be an ISO-8601 instant such as 2026-07-01T12:00:00Z.",
        "'point':{'x':1,'y':2}  | 'point':[]               | The field 'point' must be an object.",
        "'point':{'x':1,'y':2}  | 'point':{'x':1}          | The field 'point.y' is missing.",
        "'point':{'x':1,'y':2}  | 'point':{'x':1,'y':1}    | The field 'point.y' must not be x.",
        "'points':[{'x':3,'y':4}] | 'points':[{'x':1,'y':2},{'x':1,'z':2}] | The field 'points[1].z' means nothing; allowed are x, y.",
        "'words':['b']          | 'words':'b'              | The field 'words' must be a list.",
        "'words':['b']          | 'words':['b',7]          | The field 'words[1]' must be a text.",
        "'words':['b']          | 'words':[null]           | The field 'words[0]' must not be null.",
        "'free':{'c':[1]}       | 'fre':{}                 | The field 'fre' means nothing; allowed are text, whole, large, other, flag, colour, period, at, point, points, words, optional, free."})
    void whatDoesNotFitIsRefusedWithItsField(String right, String wrong, String message) {
        var refused = assertThrows(InvalidField.class, () -> Binder.bind(Everything.class, json(ALL.replace(right, wrong))), wrong);
        assertEquals(message, refused.getMessage());
    }

    @Test
    void aRecordThatHoldsItselfHasABottom() {
        var deep = "{'next':".repeat(Binder.MAX_DEPTH) + "{}" + "}".repeat(Binder.MAX_DEPTH);
        Binder.bind(Endless.class, json(deep));
        var refused = assertThrows(InvalidField.class, () -> Binder.bind(Endless.class, json("{'next':" + deep + "}")), "one deeper");
        assertTrue(refused.getMessage().contains("nested deeper than 8 objects"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Schema.of(Endless.class), "and no schema");
    }

    @Test
    void theSchemaSaysWhatTheBinderTakes() {
        var schema = Schema.of(Everything.class);
        assertEquals(json("{'type':'string','enum':['RED','GREEN']}"), schema.getJsonObject("properties").getJsonObject("colour"));
        assertEquals(json("{'type':'string','format':'duration'}"), schema.getJsonObject("properties").getJsonObject("period"));
        assertEquals(json("{'type':'string','format':'date-time'}"), schema.getJsonObject("properties").getJsonObject("at"));
        assertEquals(json("{'type':'integer','format':'int32'}"), schema.getJsonObject("properties").getJsonObject("optional"));
        assertEquals(json("{'type':'object','properties':{'x':{'type':'integer','format':'int32'},'y':{'type':'integer','format':'int32'}},'required':['x','y'],'additionalProperties':false}"),
                schema.getJsonObject("properties").getJsonObject("points").getJsonObject("items"));
        assertEquals("[\"whole\",\"large\",\"other\",\"flag\"]", schema.getJsonArray("required").toString(), "what is primitive must be given");
        var refused = assertThrows(IllegalArgumentException.class, () -> Schema.of(Unbindable.class));
        assertTrue(refused.getMessage().contains("java.lang.Thread of 'thread' cannot be bound"), refused.getMessage());
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readObject();
        }
    }
}
