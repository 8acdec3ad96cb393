package org.carillon.administration;

import java.util.Arrays;

/** The header by which a change says what it has seen: {@code "17"}, several of these, or an asterisk for whatever there is. Has no state. */
final class IfMatch {

    private static final int MAX_LENGTH = 1_000;

    private IfMatch() {
    }

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** @throws Refused 428 without the header, 412 if it names other versions only */
    static void require(String header, long version) {
        if (header == null || header.isBlank()) {
            throw new Refused(428, "If-Match", "Say which version is to be changed: send the ETag of the task as If-Match.");
        }
        if (header.length() > MAX_LENGTH || !header.strip().equals("*") && !matches(header, version)) {
            throw new Refused(412, "If-Match", "The task has version " + tag(version) + " now; read it again and repeat the change.");
        }
    }

    private static boolean matches(String header, long version) {
        return Arrays.stream(header.split(",")).map(String::strip).anyMatch(tag(version)::equals);
    }
}
