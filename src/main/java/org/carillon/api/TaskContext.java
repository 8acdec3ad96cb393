package org.carillon.api;

import java.time.Instant;
import java.util.UUID;

/**
 * Which fire a handler is called for. Immutable.
 *
 * @param runId    identity of the run; the same for all its attempts
 * @param taskId   the task's id
 * @param fireTime the nominal time of the fire: what the schedule says, not what a clock said when the work began
 * @param attempt  1 for the first; higher if an earlier one was lost with its node
 * @param fence    rises each time the run changes its owner. Hand it to a store that compares it, to shut out an
 *                 attempt that was believed dead
 */
public record TaskContext(UUID runId, String taskId, Instant fireTime, int attempt, long fence) {
}
