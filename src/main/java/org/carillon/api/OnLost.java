package org.carillon.api;

/** What becomes of a run whose node died in the middle of it. */
public enum OnLost {
    /** Another node runs it again: at least once. */
    RERUN,
    /** It is recorded as LOST: at most once. One that had not begun is run all the same. */
    LOST
}
