package org.carillon.bench;

/** The data of one publication: a counter, the time and padding. */
final class Payload {

    /** The event's name. */
    static final String EVENT = "tick";

    /** What data without padding may take. */
    static final int MIN_SIZE = 64;

    private static final String PADDING = "x".repeat(4_096);

    private Payload() {
    }

    /** @param size characters of the whole; not less than {@link #MIN_SIZE} */
    static String data(long number, int size) {
        var start = "{\"n\":" + number + ",\"t\":" + System.nanoTime() + ",\"pad\":\"";
        return start + padding(size - start.length() - 2) + "\"}";
    }

    /** As above, with the time at which its writer's last publication was committed; 0 if there was none. */
    static String data(long number, long committed, int size) {
        var start = "{\"n\":" + number + ",\"t\":" + System.nanoTime() + ",\"c\":" + committed + ",\"pad\":\"";
        return start + padding(Math.max(0, size - start.length() - 2)) + "\"}";
    }

    static String padding(int length) {
        return PADDING.substring(0, length);
    }
}
