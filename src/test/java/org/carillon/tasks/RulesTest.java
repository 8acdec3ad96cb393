package org.carillon.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.carillon.binding.Binder;
import org.carillon.binding.InvalidField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

    private static Definition bind(String field, String value) {
        int dot = field.indexOf('.');
        var text = dot < 0 ? "'" + field + "':" + value : "'" + field.substring(0, dot) + "':{" + (field.equals("overlap.max") ? "'policy':'ALLOW'," : "") + "'" + field.substring(dot + 1) + "':" + value + "}";
        return Binder.bind(Definition.class, TestNode.json("{'handler':'yearly'," + text + "}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "misfireGrace | 'PT0.001S' | 'PT0S'", "misfireGrace | 'P3650D' | 'P3650DT0.001S'",
        "maxCatchUp | 1 | 0", "maxCatchUp | 1000 | 1001",
        "overlap.max | 1 | 0", "overlap.max | 1000 | 1001",
        "retry.maxAttempts | 1 | 0", "retry.maxAttempts | 100 | 101",
        "retry.backoff | 'PT0S' | 'PT-0.001S'", "retry.backoff | 'P3650D' | 'P3650DT0.001S'",
        "retry.maxBackoff | 'PT0S' | 'PT-0.001S'", "retry.maxBackoff | 'P3650D' | 'P3650DT0.001S'",
        "retry.factor | 1 | 0.999", "retry.factor | 10 | 10.001",
        "retry.jitter | 0 | -0.001", "retry.jitter | 1 | 1.001",
        "timeout.soft | 'PT0.001S' | 'PT0S'", "timeout.soft | 'P3650D' | 'P3650DT0.001S'",
        "timeout.hard | 'PT0.001S' | 'PT0S'", "timeout.hard | 'P3650D' | 'P3650DT0.001S'",
        "retention.runs | 1 | 0", "retention.runs | 1000000 | 1000001",
        "retention.age | 'PT1M' | 'PT59.999S'", "retention.age | 'P3650D' | 'P3650DT0.001S'"})
    void aLimitAllowsItselfAndNoMore(String field, String allowed, String refused) {
        bind(field, allowed);
        assertEquals(field, assertThrows(InvalidField.class, () -> bind(field, refused)).field());
    }

    @Test
    void aNameOfAClassMayBeAsLongAsADefinition() {
        var name = "a.".repeat(30_000) + "a";
        assertEquals(name, bind("retry.on", "['" + name + "']").retry().on().get(0), "it is read in bounded depth");
    }

    @Test
    void aDescriptionHasItsLimitToo() {
        assertEquals(Definition.MAX_DESCRIPTION, bind("description", "'" + "x".repeat(Definition.MAX_DESCRIPTION) + "'").description().length());
        assertEquals("description", assertThrows(InvalidField.class, () -> bind("description", "'" + "x".repeat(Definition.MAX_DESCRIPTION + 1) + "'")).field());
    }
}
