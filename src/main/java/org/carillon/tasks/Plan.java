package org.carillon.tasks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done with the fires of a task that are due. Immutable.
 *
 * @param runs   what is to be run, the oldest first; may be empty
 * @param missed what comes too late
 * @param next   the fire after all of these
 */
record Plan(List<Fire> runs, Optional<Fire> missed, Optional<Instant> next) {

    /**
     * @param at    nominal time
     * @param fires how many fires it stands for, counted up to {@link org.carillon.triggers.Trigger#MAX_LISTED}
     */
    record Fire(Instant at, long fires) {
    }
}
