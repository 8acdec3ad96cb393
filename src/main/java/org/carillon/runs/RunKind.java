package org.carillon.runs;

/** Why there is a run; the names are stored. */
public enum RunKind {
    SCHEDULED,
    /** Somebody asked for it. */
    MANUAL,
    /** Somebody asked for a run that had ended to be run again. */
    RERUN
}
