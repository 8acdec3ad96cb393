package org.carillon.runs;

import java.time.Instant;
import java.util.UUID;

/**
 * A run that this node owns. Immutable.
 *
 * @param failures   attempts that failed before
 * @param losses     attempts that were lost with their nodes before
 * @param parameters JSON; null for those of the task
 * @param claimedAt  by the database's clock
 */
public record Claim(UUID runId, String taskId, Instant fireAt, int attempt, long fence, int failures, int losses, String parameters, Instant claimedAt) {

    public static Claim first(UUID runId, String taskId, Instant fireAt, Instant now) {
        return new Claim(runId, taskId, fireAt, 1, 1, 0, 0, null, now);
    }

    /** The same run in the hands of its next owner. */
    Claim next(boolean lost, Instant now) {
        return new Claim(runId, taskId, fireAt, attempt + 1, fence + 1, failures, losses + (lost ? 1 : 0), parameters, now);
    }
}
