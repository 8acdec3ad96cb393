package org.carillon.broadcast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {

    @ParameterizedTest
    @CsvSource({"0, 8100", "125, 817d", "126, 817e007e", "65535, 817effff", "65536, 817f0000000000010000"})
    void theHeaderIsTheOneOfTheProtocolForEachLength(int length, String header) {
        var frame = bytes(Frame.of("x".repeat(length)).webSocket());
        assertEquals(header, HexFormat.of().formatHex(Arrays.copyOf(frame, header.length() / 2)), "RFC 6455, 5.2");
        assertEquals(header.length() / 2 + length, frame.length, "and the payload follows");
    }

    @Test
    void textTravelsInUtf8() {
        var frame = Frame.of("🔔é");
        assertEquals(6, frame.bytes(), "its length is that on the wire");
        assertArrayEquals("🔔é".getBytes(StandardCharsets.UTF_8), bytes(frame.payload()), "and so is its payload");
    }

    @Test
    void binaryHasItsOwnOpcodeAndLeavesTheCallersBufferAlone() {
        var data = ByteBuffer.wrap(new byte[] {1, 2, 3});
        var frame = Frame.of(data);
        assertArrayEquals(new byte[] {(byte) 0x82, 3, 1, 2, 3}, bytes(frame.webSocket()), "opcode 2");
        assertEquals(3, data.remaining(), "the buffer can be used again");
    }

    @Test
    void everySessionReadsTheSharedBytesFromTheBeginning() {
        var frame = Frame.of("shared");
        bytes(frame.webSocket());
        assertEquals(8, bytes(frame.webSocket()).length, "who reads moves a position of his own");
    }

    static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
