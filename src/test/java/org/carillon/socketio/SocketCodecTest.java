package org.carillon.socketio;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.Random;
import org.carillon.access.BoundedJson;
import org.carillon.socketio.SocketPacket.Type;
import org.carillon.engineio.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketCodecTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0                          | CONNECT      | /      | -1 | | 0",
        "0{\"token\":\"123\"}       | CONNECT      | /      | -1 | {\"token\":\"123\"} | 0",
        "0/admin                    | CONNECT      | /admin | -1 | | 0",
        "0/admin,{\"a\":1}          | CONNECT      | /admin | -1 | {\"a\":1} | 0",
        "1                          | DISCONNECT   | /      | -1 | | 0",
        "1/admin,                   | DISCONNECT   | /admin | -1 | | 0",
        "2[\"foo\"]                 | EVENT        | /      | -1 | [\"foo\"] | 0",
        "2/admin,[\"bar\"]          | EVENT        | /admin | -1 | [\"bar\"] | 0",
        "212[\"foo\",{}]            | EVENT        | /      | 12 | [\"foo\",{}] | 0",
        "2/admin,7[\"foo\"]         | EVENT        | /admin | 7  | [\"foo\"] | 0",
        "2[\"\"]                    | EVENT        | /      | -1 | [\"\"] | 0",
        "3/admin,456[]              | ACK          | /admin | 456 | [] | 0",
        "30[1]                      | ACK          | /      | 0  | [1] | 0",
        "51-[\"baz\",{\"_placeholder\":true,\"num\":0}] | BINARY_EVENT | / | -1 | [\"baz\",{\"_placeholder\":true,\"num\":0}] | 1",
        "50-[\"baz\"]               | BINARY_EVENT | /      | -1 | [\"baz\"] | 0",
        "52-/admin,9[\"baz\"]       | BINARY_EVENT | /admin | 9  | [\"baz\"] | 2",
        "61-/admin,456[{}]          | BINARY_ACK   | /admin | 456 | [{}] | 1"})
    void aPacketIsReadAsTheProtocolWritesIt(String wire, Type type, String namespace, long id, String data, int attachments) {
        var packet = SocketCodec.decode(wire);
        assertEquals(type, packet.type(), wire);
        assertEquals(namespace, packet.namespace(), wire);
        assertEquals(id, packet.id(), wire);
        assertEquals(attachments, packet.attachments(), wire);
        if (data == null) {
            assertNull(packet.data(), wire);
        } else {
            assertEquals(data, packet.data().toString(), wire);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "7", "a", " 2[\"a\"]", "٢[\"a\"]",
        "0[]", "0\"x\"", "0null",
        "1{}", "1[]", "1null",
        "2", "2{}", "2[]", "2null", "2\"a\"", "2[1]", "2[null]", "2[{}]", "2[[\"a\"]]", "2[true]", "2/admin[\"a\"]",
        "3", "3{}", "31null",
        "4", "4{\"message\":\"x\"}", "4\"x\"",
        "5[\"a\"]", "5-[\"a\"]", "51[\"a\"]", "5x-[\"a\"]", "51-", "51-[]", "51-{}", "5-1-[\"a\"]",
        "61[1]", "61-{}",
        "2[\"a\"", "2[\"a\"]]", "2[\"a\"]x", "2[\"a\"][]", "0{}{}", "2[\"a\",]", "2['a']", "2[\"a\",NaN]", "2[\"a\",01]", "2[\"a\\x\"]", "2[\"a\n\"]", "2-1[\"a\"]"})
    void whatAClientMayNotSendIsRefused(String wire) {
        assertThrows(ProtocolException.class, () -> SocketCodec.decode(wire), wire);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
    void namesThatLibrariesUseForThemselvesAreNoEvents(String name) {
        assertThrows(ProtocolException.class, () -> SocketCodec.decode("2[\"" + name + "\"]"), name);
        assertThrows(ProtocolException.class, () -> SocketCodec.decode("51-[\"" + name + "\"]"), name);
        assertDoesNotThrow(() -> SocketCodec.decode("2[\"" + name + "s\"]"), "a name that only begins so is one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"__proto__", "constructor", "toString", "hasOwnProperty"})
    void namesThatAreSpecialElsewhereAreJustNames(String name) {
        assertEquals("[\"" + name + "\",{\"" + name + "\":1}]", SocketCodec.decode("2[\"" + name + "\",{\"" + name + "\":1}]").data().toString(), name);
    }

    @Test
    void anAcknowledgementsIdHasAtMostTheBoundOfDigits() {
        var most = "9".repeat(SocketCodec.MAX_ID_DIGITS);
        assertEquals(999_999_999_999_999L, SocketCodec.decode("2" + most + "[\"a\"]").id(), "the limit itself is allowed");
        assertThrows(ProtocolException.class, () -> SocketCodec.decode("2" + most + "9[\"a\"]"), "one more digit is refused");
        assertThrows(ProtocolException.class, () -> SocketCodec.decode("2" + "9".repeat(1_000_000) + "[\"a\"]"), "however many");
    }

    @Test
    void aPacketHasAtMostTheBoundOfAttachments() {
        assertEquals(SocketCodec.MAX_ATTACHMENTS, SocketCodec.decode("5" + SocketCodec.MAX_ATTACHMENTS + "-[\"a\"]").attachments(), "the limit itself is allowed");
        for (var count : new String[] {String.valueOf(SocketCodec.MAX_ATTACHMENTS + 1), "99", "100", "99999999999999999999"}) {
            assertThrows(ProtocolException.class, () -> SocketCodec.decode("5" + count + "-[\"a\"]"), count);
        }
    }

    @Test
    void aNamespaceHasAtMostTheBoundOfCharacters() {
        var longest = "/" + "n".repeat(SocketCodec.MAX_NAMESPACE - 1);
        assertEquals(longest, SocketCodec.decode("0" + longest + ",").namespace(), "the limit itself is allowed");
        assertEquals(longest, SocketCodec.decode("0" + longest).namespace(), "with or without a comma");
        assertThrows(ProtocolException.class, () -> SocketCodec.decode("0" + longest + "n,"), "one more is refused");
    }

    @Test
    void dataIsGuardedBeforeItIsParsed() {
        int inside = BoundedJson.MAX_DEPTH - 1;
        assertDoesNotThrow(() -> SocketCodec.decode("2[\"a\"," + "[".repeat(inside) + "]".repeat(inside) + "]"), "the deepest nesting is allowed");
        assertThrows(ProtocolException.class, () -> SocketCodec.decode("2[\"a\"," + "[".repeat(inside + 1) + "]".repeat(inside + 1) + "]"), "one more is refused");
        assertThrows(ProtocolException.class, () -> SocketCodec.decode("2[\"a\"," + "[".repeat(400_000)), "and costs no stack");
        assertDoesNotThrow(() -> SocketCodec.decode("2[\"a\"," + "1".repeat(BoundedJson.MAX_NUMBER) + "]"), "the longest number is allowed");
        assertThrows(ProtocolException.class, () -> SocketCodec.decode("2[\"a\"," + "1".repeat(BoundedJson.MAX_NUMBER + 1) + "]"), "one more digit is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2[\"a\",1e999999999]", "2[\"a\",{\"a\":1,\"a\":2}]"})
    void oddButLegalDataEndsNothing(String wire) {
        assertEquals(Type.EVENT, SocketCodec.decode(wire).type(), "the grammar of JSON allows it");
    }

    @Test
    void garbageIsRefusedAndNothingElseHappens() {
        var random = new Random(11);
        var alphabet = "0123456789-/,[]{}\"\\:abeu.+ntf \u001e\u0000ü";
        for (int i = 0; i < 10_000; i++) {
            var wire = new StringBuilder(String.valueOf(random.nextInt(8)));
            random.ints(random.nextInt(24), 0, alphabet.length()).forEach(at -> wire.append(alphabet.charAt(at)));
            try {
                assertFalse(SocketCodec.decode(wire.toString()).namespace().isEmpty(), "what is taken has a namespace");
            } catch (ProtocolException refused) {
                assertFalse(refused.getMessage().isEmpty(), "a refusal says why");
            }
        }
    }

    @Test
    void aRefusalOfANamespaceIsJsonWhateverTheClientSent() {
        assertEquals("40{\"sid\":\"abc\"}", PacketWriter.connected("/", "abc", null).text(), "who may join is told its id");
        assertEquals("44/admin,{\"message\":\"Invalid namespace\"}", PacketWriter.connectError("/admin", "Invalid namespace", null).text(), "who may not is told why");
        var error = PacketWriter.connectError("/", "say \"no\"\n", null).text();
        try (var reader = Json.createReader(new StringReader(error.substring(2)))) {
            JsonObject object = reader.readObject();
            assertEquals("say \"no\"\n", object.getString("message"), "the default namespace has no name on the wire");
        }
    }
}
