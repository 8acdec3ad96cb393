package org.carillon.audit;

import jakarta.json.JsonObject;
import java.time.Instant;

/**
 * A change that was made. Immutable.
 *
 * @param id     rises with each change
 * @param at     by the database's clock
 * @param action such as {@code task.update}
 * @param object the id of a task or run, or {@code scheduler}
 * @param from   null if there was nothing
 * @param to     null if nothing is left
 */
public record Recorded(long id, Instant at, Actor actor, String action, String object, JsonObject from, JsonObject to) {
}
