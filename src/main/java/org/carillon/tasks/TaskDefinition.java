package org.carillon.tasks;

import java.util.Optional;
import org.carillon.triggers.Trigger;

/**
 * A task as it is now. Immutable.
 *
 * @param id      its key for ever
 * @param version rises with each change; an ETag
 * @param source  who defined it
 * @param spec    null if what the database has cannot be read by this version of the program
 * @param trigger null for a task that only runs when somebody asks
 * @param problem why it cannot be read; null if it can
 */
public record TaskDefinition(String id, long version, Source source, Definition spec, Trigger trigger, String problem) {

    TaskDefinition(String id, long version, Source source, Definition spec, Trigger trigger) {
        this(id, version, source, spec, trigger, null);
    }

    /** Who defined a task: the later in this list wins over the earlier. The names are stored. */
    public enum Source {
        ANNOTATION, FILE, REST
    }

    Optional<Trigger> schedule() {
        return Optional.ofNullable(spec.enabled() ? trigger : null);
    }
}
