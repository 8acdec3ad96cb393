package org.carillon.tasks;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import org.carillon.api.Policy.Coalesce;
import org.carillon.api.Policy.OnLost;
import org.carillon.api.Policy.Overlap;
import org.carillon.api.Policy.Scope;
import org.carillon.binding.Binder;
import org.carillon.binding.InvalidField;
import org.carillon.json.Json;
import org.carillon.tasks.Rules.OverlapRule;
import org.carillon.tasks.Rules.RetentionRule;
import org.carillon.tasks.Rules.RetryRule;
import org.carillon.tasks.Rules.TimeoutRule;

/**
 * What is to be done and when, as a document says it; what it leaves out has its default. Immutable.
 *
 * @param handler      the name of the bean that does it
 * @param enabled      whether the schedule is kept; a task that is not can still be run by hand
 * @param trigger      null for a task that only runs when somebody asks
 * @param parameters   what the handler's record is made of
 * @param misfireGrace how late a fire may start
 */
public record Definition(String handler, String description, Boolean enabled, JsonObject trigger, JsonObject parameters, Scope scope, Duration misfireGrace,
        Coalesce coalesce, Integer maxCatchUp, OverlapRule overlap, RetryRule retry, TimeoutRule timeout, OnLost onLost, RetentionRule retention) {

    /** A restart or a short outage must not cost a nightly job; half a day later it had better not come by itself. */
    static final Duration MISFIRE_GRACE = Duration.ofHours(1);

    static final int MAX_DESCRIPTION = 1_000;

    /** The policies that have several fields, with all defaults. */
    private static final Map<String, JsonObject> RULES = Map.of("overlap", Binder.toJson(new OverlapRule(null, null)),
            "retry", Binder.toJson(new RetryRule(null, null, null, null, null, null, null)),
            "timeout", Binder.toJson(new TimeoutRule(null, null)), "retention", Binder.toJson(new RetentionRule(null, null)));

    /** @throws InvalidField that names the field */
    public Definition {
        if (handler == null || !handler.matches(TaskCatalogue.ID)) {
            throw new InvalidField("handler", "must be 1 to 64 of a-z, 0-9 and -");
        }
        description = description == null ? "" : description;
        if (description.length() > MAX_DESCRIPTION) {
            throw new InvalidField("description", "must have at most " + MAX_DESCRIPTION + " characters");
        }
        enabled = enabled == null || enabled;
        parameters = parameters == null ? JsonValue.EMPTY_JSON_OBJECT : parameters;
        scope = scope == null ? Scope.CLUSTER : scope;
        misfireGrace = Rules.within("misfireGrace", misfireGrace, MISFIRE_GRACE, Duration.ofMillis(1));
        coalesce = coalesce == null ? Coalesce.LATEST : coalesce;
        maxCatchUp = Rules.within("maxCatchUp", maxCatchUp, 100, 1, 1_000);
        overlap = overlap == null ? new OverlapRule(null, null) : overlap;
        retry = retry == null ? RetryRule.NEVER : retry;
        timeout = timeout == null ? new TimeoutRule(null, null) : timeout;
        onLost = onLost == null ? OnLost.RERUN : onLost;
        retention = retention == null ? new RetentionRule(null, null) : retention;
        if (scope == Scope.NODE && overlap.policy() == Overlap.QUEUE) {
            throw new InvalidField("overlap", "must not be QUEUE with scope NODE: a node's fires do not outlive it; use SKIP or ALLOW");
        }
    }

    /** The shortest document that says the same: a field that an older node does not know is there only if somebody wants it to be. */
    JsonObject document() {
        var standard = Binder.toJson(new Definition(handler, null, null, null, null, null, null, null, null, null, null, null, null, null));
        var said = Json.createObjectBuilder().add("handler", handler);
        Binder.toJson(this).forEach((name, value) -> {
            if (!value.equals(standard.get(name))) {
                said.add(name, RULES.containsKey(name) ? without(RULES.get(name), value.asJsonObject()) : value);
            }
        });
        return said.build();
    }

    private static JsonObject without(JsonObject standard, JsonObject rule) {
        var said = Json.createObjectBuilder(rule);
        standard.forEach((name, value) -> {
            if (value.equals(rule.get(name))) {
                said.remove(name);
            }
        });
        return said.build();
    }
}
