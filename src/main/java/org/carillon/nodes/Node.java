package org.carillon.nodes;

import java.time.Instant;
import java.util.UUID;

/**
 * One running deployment, as it last said of itself. Immutable.
 *
 * @param id                new at every start
 * @param name              for people; two nodes may have the same
 * @param startedAt         by the database's clock
 * @param leaseUntil        by the database's clock
 * @param alive             whether the lease was not over when this was read
 * @param clockOffsetMillis the database's clock less the node's own, which nothing depends on
 * @param runs              claimed and not yet recorded
 * @param workers           how many runs it may have at once
 * @param draining          whether it is asked to go
 */
public record Node(UUID id, String name, String version, Instant startedAt, Instant leaseUntil, boolean alive, long clockOffsetMillis,
        long sessions, long runs, long workers, boolean draining) {
}
