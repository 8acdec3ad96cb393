package org.carillon.runs;

import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.carillon.json.Json;

/** Writes JSON up to a bound, so that a value of 100 MB costs no more memory than it has already. Has no state. */
final class BoundedJson {

    private BoundedJson() {
    }

    /** A value outgrew its bound; the message says what to do. No retry makes it smaller. */
    static final class TooLarge extends IllegalArgumentException {

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

    /** @throws TooLarge if the text has more bytes in UTF-8 */
    static String of(JsonValue value, String what, int max) {
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
