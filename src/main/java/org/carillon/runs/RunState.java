package org.carillon.runs;

/**
 * States of a run; the names are stored.
 * <pre>
 *   QUEUED ─► CLAIMED ─► RUNNING ─► SUCCEEDED | FAILED | TIMED_OUT | CANCELLED | LOST
 *                ▲          └─► RETRYING ─┐
 *                └────────────────────────┘          and without running: MISSED, SKIPPED
 * </pre>
 */
public enum RunState {
    /** Waits for a worker, or for the run before. */
    QUEUED,
    /** Somebody owns the fire; the work has not begun. */
    CLAIMED,
    RUNNING,
    /** An attempt failed and the next one waits for its time. */
    RETRYING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    CANCELLED,
    /** Its node died, and its task may not be run again. */
    LOST,
    /** Too late to start when somebody could have. */
    MISSED,
    /** As many runs of the task as may be were open. */
    SKIPPED;

    public boolean isEnd() {
        return ordinal() >= SUCCEEDED.ordinal();
    }
}
