package org.carillon.runs;

import java.time.Instant;
import java.util.UUID;

/**
 * A row to be. Immutable.
 *
 * @param claimKey what makes it unique beside task and nominal time: empty for the one run of a fire in the cluster, the node
 *                 where each has its own, the run itself where somebody asked for it
 * @param fires    how many fires the row stands for
 * @param owner    null for nobody's yet
 * @param request  null for a fire of the schedule
 */
public record NewRun(UUID id, String taskId, String handler, long taskVersion, RunKind kind, Instant fireAt, String claimKey, long fires,
        RunState state, UUID owner, Request request) {

    /** A new run's id (RFC 9562, version 7): one that begins with its time lies in the index beside those that are written with it. */
    public static UUID newId(Instant now) {
        var random = UUID.randomUUID();
        return new UUID(now.toEpochMilli() << 16 | 7 << 12 | random.getMostSignificantBits() & 0xFFF, random.getLeastSignificantBits());
    }

    /**
     * Who asked, and for what.
     *
     * @param parameters     JSON; null for those of the task
     * @param idempotencyKey null for none
     * @param askedBy        null if nobody knows
     */
    public record Request(String parameters, String idempotencyKey, String askedBy) {

        /** As the key is stored: the same for two tasks is two. */
        static String onceKey(String taskId, String idempotencyKey) {
            return idempotencyKey == null ? null : taskId + "/" + idempotencyKey;
        }
    }
}
