package org.carillon.engineio;

/** A client sent what the protocol does not allow; its session is closed and nobody else notices. */
public class ProtocolException extends RuntimeException {

    public ProtocolException(String message) {
        this(message, null);
    }

    /** Without a stack trace: a client must not be able to make the server spend time on one. */
    public ProtocolException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
