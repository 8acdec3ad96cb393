package org.carillon.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and headers that a call may and may not have. */
class CallTest {

    private static int status(Runnable refused) {
        return assertThrows(Refused.class, refused::run).problem().status();
    }

    @ParameterizedTest(name = "{1} bytes of which {0} are announced")
    @CsvSource({"-1, 262145", "262145, 262145", "9000000, 9000000"})
    void aBodyPastTheLimitIsRefusedAndReadToItsEnd(long announced, int size) throws IOException {
        assertEquals(Call.MAX_BODY, Call.read(new ByteArrayInputStream(new byte[Call.MAX_BODY]), -1).length, "the limit itself is allowed");
        var body = new ByteArrayInputStream(new byte[size]);
        assertEquals(413, assertThrows(Refused.class, () -> Call.read(body, announced)).problem().status());
        assertEquals(0, body.available(), "so that the client hears the answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json;charset=utf-8", "Application/JSON ; charset=UTF-8"})
    void jsonIsTaken(String type) {
        assertEquals(1, Call.parse("{\"a\": 1}", type).getInt("a"));
    }

    @Test
    void everythingElseIsRefused() {
        assertEquals(415, status(() -> Call.parse("{}", null)));
        assertEquals(415, status(() -> Call.parse("{}", "text/json")));
        assertEquals(415, status(() -> Call.parse("{}", "application/jsonp")));
        assertEquals(400, status(() -> Call.parse("[]", "application/json")));
        assertEquals(400, status(() -> Call.parse("{", "application/json")));
        assertEquals(400, status(() -> Call.decode(new byte[] {(byte) 0xff})));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", " * ", "\"17\"", "\"16\", \"17\"", "\"17\",\"18\""})
    void theVersionThatWasSeenMayBeChanged(String header) {
        IfMatch.require(header, 17);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "W/\"17\"", "\"16\"", "\"170\"", "\"", "**"})
    void anotherMayNot(String header) {
        assertEquals(412, status(() -> IfMatch.require(header, 17)));
    }

    @Test
    void withoutAVersionNothingIsChanged() {
        assertEquals(428, status(() -> IfMatch.require(null, 17)));
        assertEquals(428, status(() -> IfMatch.require(" ", 17)));
        assertEquals(412, status(() -> IfMatch.require("\"17\",".repeat(1_000), 17)), "a header is bounded");
    }

    @Test
    void aPageHasBounds() {
        assertEquals(50, Query.limit(null, 200));
        assertEquals(200, Query.limit("200", 200));
        assertEquals(400, status(() -> Query.limit("201", 200)));
        assertEquals(400, status(() -> Query.limit("0", 200)));
        assertTrue(Query.flag("dryRun", "") && Query.flag("dryRun", "true") && !Query.flag("dryRun", null) && !Query.flag("dryRun", "false"));
        assertEquals(404, status(() -> Query.run("00000000-0000-0000-0000-00000000000g")));
    }
}
