package org.carillon.feeds;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import java.util.Random;
import java.util.Set;
import org.carillon.access.BoundedJson;
import org.carillon.feeds.FeedRefusal.Code;
import org.carillon.feeds.FeedRequest.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedRequestTest {

    @Test
    void aSubscribeMessageIsReadWhole() {
        assertEquals(new FeedRequest(Type.SUBSCRIBE, Json.createValue("1"), Set.of("a", "b"), "e:7", false),
                read("{\"type\":\"subscribe\",\"id\":\"1\",\"channels\":[\"a\",\"b\",\"a\"],\"position\":\"e:7\",\"last\":false}"));
    }

    @Test
    void whatIsOptionalMayBeLeftOutOrNull() {
        var least = new FeedRequest(Type.SUBSCRIBE, null, Set.of("a"), null, null);
        assertEquals(least, read("{\"type\":\"subscribe\",\"channels\":[\"a\"]}"));
        assertEquals(least, read("{\"type\":\"subscribe\",\"channels\":[\"a\"],\"position\":null,\"last\":null}"));
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        assertEquals(Type.PING, read("{\"type\":\"ping\",\"compress\":{\"level\":[9]},\"channels\":7}").type());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            MALFORMED    | ''
            MALFORMED    | hello
            MALFORMED    | [1]
            MALFORMED    | 7
            MALFORMED    | {"type":"ping"} {}
            MALFORMED    | {"type":"ping"
            UNKNOWN_TYPE | {}
            UNKNOWN_TYPE | {"type":"publish"}
            UNKNOWN_TYPE | {"type":null}
            INVALID      | {"type":7}
            INVALID      | {"type":"subscribe"}
            INVALID      | {"type":"subscribe","channels":"a"}
            INVALID      | {"type":"subscribe","channels":[]}
            INVALID      | {"type":"subscribe","channels":[7]}
            INVALID      | {"type":"subscribe","channels":[""]}
            INVALID      | {"type":"subscribe","channels":["a\\u0000"]}
            MALFORMED    | {"type":"subscribe","channels":["\\ud800"]}
            INVALID      | {"type":"subscribe","channels":["a"],"position":7}
            INVALID      | {"type":"subscribe","channels":["a"],"last":"yes"}
            INVALID      | {"type":"ping","id":{}}
            INVALID      | {"type":"ping","id":null}
            MALFORMED    | {"type":"ping","id":"\\ud800"}
            INVALID      | {"type":"unsubscribe"}
            """)
    void whatIsWrongIsRefusedAndTheTextSaysWhatToChange(Code code, String message) {
        var refusal = assertThrows(FeedRefusal.class, () -> read(message));
        assertEquals(code, refusal.code());
        assertFalse(refusal.getMessage().isBlank());
    }

    @Test
    void namesAndIdsAreTakenUpToTheirBounds() {
        assertDoesNotThrow(() -> read(subscribe("x".repeat(255))));
        assertThrows(FeedRefusal.class, () -> read(subscribe("x".repeat(256))), "one more is refused");
        assertDoesNotThrow(() -> read("{\"type\":\"ping\",\"id\":\"" + "x".repeat(64) + "\"}"));
        assertThrows(FeedRefusal.class, () -> read("{\"type\":\"ping\",\"id\":\"" + "x".repeat(65) + "\"}"), "one more is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepJsonAndHugeNumbersAreRefusedBeforeTheyAreParsed(String open) {
        assertThrows(FeedRefusal.class, () -> read("{\"type\":\"ping\",\"x\":" + open.repeat(BoundedJson.MAX_DEPTH)));
        assertThrows(FeedRefusal.class, () -> read("{\"type\":\"ping\",\"id\":" + "1".repeat(BoundedJson.MAX_NUMBER + 1) + "}"));
        assertEquals(Type.PING, read("{\"type\":\"ping\",\"id\":" + "1".repeat(BoundedJson.MAX_NUMBER) + "}").type(), "the limit itself is allowed");
    }

    @Test
    void garbageIsRefusedAndNothingElseHappens() {
        var random = new Random(5);
        var alphabet = "{}[]\",:0123456789eE+-.typesubcrichanel \\u\u0000ü";
        for (int i = 0; i < 10_000; i++) {
            var text = new StringBuilder("{\"type\":\"subscribe\",\"channels\":[\"a\"]}");
            for (int j = random.nextInt(6); j >= 0; j--) {
                text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertFalse(read(text.toString()).type() == null, "what is taken has a type");
            } catch (FeedRefusal refused) {
                assertFalse(refused.getMessage().isEmpty(), "a refusal says why");
            }
        }
    }

    private static String subscribe(String channel) {
        return "{\"type\":\"subscribe\",\"channels\":[\"" + channel + "\"]}";
    }

    private static FeedRequest read(String text) {
        return FeedRequest.of(FeedRequest.object(text == null ? "" : text));
    }
}
