package org.carillon.broadcast;

import java.nio.charset.StandardCharsets;

/**
 * A message as one wire format has it, made once and shared by all sessions of that format. Immutable.
 *
 * @param text  what is sent
 * @param bytes its length in UTF-8: what it counts for in a queue
 */
public record Frame(String text, int bytes) {

    public static Frame of(String text) {
        return new Frame(text, text.getBytes(StandardCharsets.UTF_8).length);
    }
}
