package org.carillon.engineio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.carillon.broadcast.Frame;
import org.carillon.engineio.EnginePacket.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineCodecTest {

    private static final String SEPARATOR = "\u001e";

    @ParameterizedTest
    @CsvSource({"0{}, OPEN, {}", "1, CLOSE, ''", "2probe, PING, probe", "3, PONG, ''", "4hello, MESSAGE, hello", "4, MESSAGE, ''", "5, UPGRADE, ''", "6, NOOP, ''", "44, MESSAGE, 4"})
    void aPacketIsADigitAndItsText(String wire, Type type, String text) {
        assertEquals(EnginePacket.of(type, text), EngineCodec.decode(wire), "the types of Engine.IO 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "9", "a", "b", "bAQID", " 4", "/", "\u001e", "٤", "\uD83D\uDD14"})
    void whatHasNoTypeIsNoPacket(String wire) {
        assertThrows(ProtocolException.class, () -> EngineCodec.decode(wire), "garbage is refused");
    }

    @Test
    void onlyAPingThatSaysSoIsAProbe() {
        assertTrue(EngineCodec.decode("2probe").isProbe(), "the upgrade begins with it");
        assertFalse(EngineCodec.decode("2").isProbe(), "a plain ping is none");
        assertFalse(EngineCodec.decode("3probe").isProbe(), "nor is a pong");
        assertFalse(EngineCodec.decode("2probes").isProbe(), "nor is more");
    }

    @Test
    void aBodyIsPacketsBetweenSeparatorsInOrder() {
        var packets = EngineCodec.decodeBody("4hello" + SEPARATOR + "2" + SEPARATOR + "4€");
        assertEquals(List.of(EnginePacket.of(Type.MESSAGE, "hello"), EnginePacket.of(Type.PING, ""), EnginePacket.of(Type.MESSAGE, "€")), packets,
                "the example of the protocol");
    }

    @Test
    void binaryInABodyIsBase64() {
        var packet = EngineCodec.decodeBody("4a" + SEPARATOR + "bAQIDBA==").get(1);
        assertEquals(Type.MESSAGE, packet.type(), "binary is a message");
        assertNull(packet.text(), "without text");
        var bytes = new byte[packet.binary().remaining()];
        packet.binary().get(bytes);
        assertArrayEquals(new byte[] {1, 2, 3, 4}, bytes, "the bytes of the protocol's example");
        assertEquals(0, EngineCodec.decodeBody("b").get(0).binary().remaining(), "it may be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u001e", "4a\u001e", "\u001e4a", "4a\u001e\u001e4b", "4a\u001e9", "bAQ*D", "bA", "bAQID\n", "4a\u001ebäöü"})
    void aBodyWithAnyPartThatIsNoPacketIsRefusedWhole(String body) {
        assertThrows(ProtocolException.class, () -> EngineCodec.decodeBody(body), "nothing of it is used");
    }

    @Test
    void aBodyHasAtMostTheBoundOfPackets() {
        var full = String.join(SEPARATOR, Collections.nCopies(EngineCodec.MAX_PACKETS, "4x"));
        assertEquals(EngineCodec.MAX_PACKETS, EngineCodec.decodeBody(full).size(), "the limit itself is allowed");
        assertThrows(ProtocolException.class, () -> EngineCodec.decodeBody(full + SEPARATOR + "4x"), "one more is refused");
        assertThrows(ProtocolException.class, () -> EngineCodec.decodeBody(full + SEPARATOR), "even an empty one");
    }

    @Test
    void whatIsSentTogetherIsJoinedBySeparators() {
        assertEquals("", EngineCodec.encodeBody(List.of()), "nothing is nothing");
        assertEquals("4a", EngineCodec.encodeBody(List.of(Frame.of("4a"))), "one needs none");
        assertEquals("4a\u001e2\u001e4b", EngineCodec.encodeBody(List.of(Frame.of("4a"), EngineCodec.PING, Frame.of("4b"))), "in order");
    }

    @Test
    void garbageIsRefusedAndNothingElseHappens() {
        var random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            var body = new String(bytes, StandardCharsets.ISO_8859_1);
            try {
                assertFalse(EngineCodec.decodeBody(body).isEmpty(), "what is taken has packets");
            } catch (ProtocolException refused) {
                assertFalse(refused.getMessage().isEmpty(), "a refusal says why");
            }
        }
    }

    @Test
    void binaryIsBase64InABodyAndCountsAsSuch() {
        for (int length = 0; length < 8; length++) {
            var frame = Frame.of(ByteBuffer.wrap(new byte[length]));
            var body = EngineCodec.encodeBody(List.of(frame));
            assertEquals("b" + Base64.getEncoder().encodeToString(new byte[length]), body);
            assertEquals(body.length(), EngineCodec.bytesInBody(frame), "a body is kept below its bound by this figure");
        }
        assertEquals("4a" + EngineCodec.SEPARATOR + "bAQ==", EngineCodec.encodeBody(List.of(Frame.of("4a"), Frame.of(ByteBuffer.wrap(new byte[] {1})))));
    }
}
