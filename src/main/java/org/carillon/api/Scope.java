package org.carillon.api;

/** Where a fire runs. */
public enum Scope {
    /** Once, on whichever node is free. */
    CLUSTER,
    /** Once on each node that is there at the time, such as the refresh of a cache. What a node was not there for is not made up. */
    NODE
}
