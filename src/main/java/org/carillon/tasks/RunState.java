package org.carillon.tasks;

/** States of a run; the names are stored. */
enum RunState {
    /** Somebody owns the fire; the work has not begun. */
    CLAIMED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** The fire before was still running. */
    SKIPPED
}
