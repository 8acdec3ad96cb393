package org.carillon.tasks;

/** A change or request that cannot be; the message says why and what to do. */
public class TaskRefused extends RuntimeException {

    /** What a caller can do about it. */
    public enum Reason {
        /** There is no such task or run. */
        UNKNOWN,
        /** Somebody else changed it meanwhile: read it again. */
        CHANGED,
        /** It is not in a state for this. */
        CONFLICT,
        /** There is too much of it. */
        FULL
    }

    private final transient Reason reason;

    TaskRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
