package org.carillon.runs;

import java.time.Instant;
import java.util.UUID;

/**
 * A run as its history shows it. Immutable; what is not known is null.
 *
 * @param fires       how many fires it stands for
 * @param attempt     0 before the first
 * @param error       stack trace, or why it ended without running
 * @param logDropped  lines that were not kept
 * @param result      JSON
 * @param parameters  JSON; null for those of the task
 */
public record Run(UUID id, String taskId, String handler, long taskVersion, RunKind kind, Instant fireAt, long fires, int attempt, int failures, int losses,
        RunState state, UUID node, Instant claimedAt, Instant startedAt, Instant endedAt, Instant dueAt, boolean cancelAsked, String askedBy,
        String parameters, Progress progress, long logDropped, String error, String result) {
}
