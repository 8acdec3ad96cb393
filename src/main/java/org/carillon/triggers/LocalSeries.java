package org.carillon.triggers;

import java.time.LocalDateTime;
import java.util.Optional;

/** Times on a wall clock, whole seconds, that know nothing of zones: {@link DaylightSaving} makes instants of them. */
@FunctionalInterface
interface LocalSeries {

    /** The first time strictly after one and strictly before another. */
    Optional<LocalDateTime> next(LocalDateTime after, LocalDateTime limit);
}
