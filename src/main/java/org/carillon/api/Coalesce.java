package org.carillon.api;

/** What is run when several fires of a task are due at once, after a pause of the whole cluster. */
public enum Coalesce {
    /** The latest stands for all. */
    LATEST,
    /** The earliest stands for all. */
    EARLIEST,
    /** Each, one after another, the oldest first; no more than the policy's bound. */
    ALL
}
