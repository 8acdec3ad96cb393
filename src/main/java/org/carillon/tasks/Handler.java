package org.carillon.tasks;

import jakarta.json.JsonObject;
import org.carillon.api.BackgroundTask;
import org.carillon.binding.Binder;
import org.carillon.binding.InvalidField;

/**
 * A bean that does the work of any number of tasks. Immutable.
 *
 * @param parameters the record of its parameters; null if it has none
 * @param schema     the JSON Schema of these; null if it has none
 */
record Handler(String name, BackgroundTask work, Class<? extends Record> parameters, JsonObject schema) {

    /** @throws InvalidField if the parameters do not fit */
    void check(JsonObject given) {
        if (parameters == null && !given.isEmpty()) {
            throw new InvalidField("parameters", "must be empty: the handler '" + name + "' has none");
        }
        if (parameters != null) {
            try {
                Binder.bind(parameters, given);
            } catch (InvalidField wrong) {
                throw wrong.below("parameters");
            }
        }
    }
}
