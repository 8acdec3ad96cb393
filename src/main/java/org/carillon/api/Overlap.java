package org.carillon.api;

/** What happens to a fire while as many runs of its task are open as may be, in the whole cluster. */
public enum Overlap {
    /** It does not run; a row says so. */
    SKIP,
    /** It waits for its turn. */
    QUEUE,
    /** It runs beside the others, up to a number of runs; one more is skipped. */
    ALLOW
}
