package org.carillon.runs;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Which runs, newest first. Immutable; null or empty is no condition.
 *
 * @param from  nominal time, inclusive
 * @param to    nominal time, exclusive
 * @param after the key of the last run of the page before
 * @param limit 1 to {@link #MAX_PAGE}
 */
public record RunFilter(String taskId, Set<RunState> states, Instant from, Instant to, Key after, int limit) {

    /** Runs of one page: what a screen or a script's loop can use, at some kilobytes a run. */
    public static final int MAX_PAGE = 200;

    /** A place in the history: stable while runs come and go, which an offset is not. */
    public record Key(Instant fireAt, UUID id) {
    }

    /** @throws IllegalArgumentException if the limit is out of range */
    public RunFilter {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page of " + limit + " runs is impossible; use 1 to " + MAX_PAGE + ".");
        }
        states = states == null ? Set.of() : Set.copyOf(states);
    }

    public static RunFilter of(String taskId, int limit) {
        return new RunFilter(taskId, Set.of(), null, null, null, limit);
    }

    public RunFilter behind(Run last) {
        return new RunFilter(taskId, states, from, to, new Key(last.fireAt(), last.id()), limit);
    }
}
