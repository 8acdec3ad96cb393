package org.carillon.journal;

import java.util.Optional;

/**
 * A place in the journal, as clients see it: the opaque text {@code epoch:offset}. Immutable.
 *
 * @param epoch  life of the journal; offsets of different epochs cannot be compared
 * @param offset 0 before the first publication
 */
public record Position(String epoch, long offset) {

    /** Digits of the largest offset, and the length of an epoch: what is longer was not given out by us. */
    private static final int MAX_TEXT = 19 + 1 + 36;

    /** Reads what a client sent; empty for whatever no server gave out. */
    public static Optional<Position> parse(String text) {
        int colon = text == null || text.length() > MAX_TEXT ? -1 : text.indexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new Position(text.substring(0, colon), Long.parseLong(text.substring(colon + 1))));
    }

    public Position at(long other) {
        return new Position(epoch, other);
    }

    @Override
    public String toString() {
        return epoch + ':' + offset;
    }
}
