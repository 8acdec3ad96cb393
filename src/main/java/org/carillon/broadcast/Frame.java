package org.carillon.broadcast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A message as one wire format has it, made once and shared by all sessions of that format. Immutable but for the buffer, which
 * nobody writes to and whoever reads duplicates.
 *
 * @param text   what is sent; null if binary
 * @param binary what is sent; null if text
 * @param bytes  its length, of text in UTF-8: what it counts for in a queue
 */
public record Frame(String text, ByteBuffer binary, int bytes) {

    public static Frame of(String text) {
        return new Frame(text, null, text.getBytes(StandardCharsets.UTF_8).length);
    }

    public static Frame of(ByteBuffer binary) {
        return new Frame(null, binary.asReadOnlyBuffer(), binary.remaining());
    }

    public boolean isBinary() {
        return binary != null;
    }
}
