package org.carillon.json;

import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes JSON up to a bound, so that a value of 100 MB costs no more memory than it has already. Has no state. */
public final class BoundedWriter {

    private BoundedWriter() {
    }

    /** A value outgrew its bound; the message says what to do. No retry makes it smaller. */
    public static final class TooLarge extends IllegalArgumentException {

        TooLarge(String what, int max) {
            super(what + " has more than " + max + " bytes of JSON. Put the data where it can be fetched, and give a link to it instead.");
        }
    }

    private static final class Bounded extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int max;
        private boolean full;

        Bounded(int max) {
            this.max = max;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            if (full || bytes.size() + length > max) {
                full = true;
                throw new IOException("full");
            }
            bytes.write(from, offset, length);
        }
    }

    /**
     * The text of a value.
     *
     * @param what begins the sentence that refuses it
     * @param max  bytes in UTF-8
     * @throws TooLarge if it has more; little more than that has been written by then
     */
    public static String text(JsonValue value, String what, int max) {
        var out = new Bounded(max);
        try {
            try (var writer = Json.createWriter(out)) {
                writer.write(value);
            }
            return out.bytes.toString(StandardCharsets.UTF_8);
        } catch (JsonException notWritten) {
            if (out.full) {
                throw new TooLarge(what, max);
            }
            throw notWritten;
        }
    }
}
