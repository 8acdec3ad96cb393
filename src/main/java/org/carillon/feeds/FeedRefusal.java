package org.carillon.feeds;

import org.carillon.broadcast.Disconnect;

/** A message of a client that is refused, with a text that says what to change. */
final class FeedRefusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What a program can tell apart; on the wire in lower case. */
    enum Code {
        /** Not a JSON object within the bounds of all JSON here: who sends this speaks another protocol, and is closed. */
        MALFORMED(Disconnect.PROTOCOL_ERROR),
        /** Longer than allowed; closed, because a container has read part of it only. */
        TOO_LARGE(Disconnect.TOO_LARGE),
        /** More than allowed in a second; closed. */
        TOO_MANY_MESSAGES(Disconnect.TOO_MANY_MESSAGES),
        /** A field is missing or of the wrong type. */
        INVALID(null),
        UNKNOWN_TYPE(null),
        TOO_MANY_CHANNELS(null),
        ALREADY_SUBSCRIBED(null);

        private final Disconnect end;

        Code(Disconnect end) {
            this.end = end;
        }

        /** Why the connection ends; null if it goes on. */
        Disconnect end() {
            return end;
        }
    }

    private final Code code;

    FeedRefusal(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    Code code() {
        return code;
    }
}
