package org.carillon.clients;

/** A client's argument is not what the handler's parameter takes; the message goes to the client. */
final class InvalidArgument extends RuntimeException {

    /** Without a stack trace: a client must not be able to make the server spend time on one. */
    InvalidArgument(String message) {
        super(message, null, false, false);
    }
}
