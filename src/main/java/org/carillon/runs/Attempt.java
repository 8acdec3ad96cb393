package org.carillon.runs;

import java.time.Instant;
import java.util.UUID;

/**
 * An attempt that was not its run's last. Immutable.
 *
 * @param outcome FAILED or LOST
 * @param error   stack trace; null for a lost one
 */
public record Attempt(int number, UUID node, RunState outcome, Instant startedAt, Instant endedAt, String error) {
}
