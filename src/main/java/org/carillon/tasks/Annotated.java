package org.carillon.tasks;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.api.Cron;
import org.carillon.api.Every;
import org.carillon.api.Policy;
import org.carillon.api.Retry;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.InvalidSetting;
import org.carillon.tasks.Rules.OverlapRule;
import org.carillon.tasks.Rules.RetentionRule;
import org.carillon.tasks.Rules.RetryRule;
import org.carillon.tasks.Rules.TimeoutRule;
import org.carillon.triggers.Trigger;
import org.carillon.triggers.Triggers;

/** Reads a task's definition from the annotations of its handler's class. Has no state. */
final class Annotated {

    /** Carries the defaults of the annotation. */
    @Policy
    private static final class Standard {
    }

    private Annotated() {
    }

    /**
     * The task that a class defines beside the handler; empty without a trigger annotation.
     *
     * @throws InvalidSetting if the annotations say something impossible
     */
    static Optional<Definition> definition(Class<?> type, String id, Configuration configuration) {
        var every = type.getAnnotation(Every.class);
        var cron = type.getAnnotation(Cron.class);
        try {
            if (every != null && cron != null) {
                throw new IllegalArgumentException("@Every and @Cron exclude each other.");
            } else if (every != null) {
                return Optional.of(definition(id, Triggers.every(configuration.taskPeriod(id, every.value())), type));
            }
            return Optional.ofNullable(cron).map(found -> definition(id, Triggers.cron(found.value(), ZoneId.of(found.zone())), type));
        } catch (InvalidSetting wrong) {
            throw wrong;
        } catch (RuntimeException wrong) {
            throw new InvalidSetting("annotations of " + type.getName(), id, "what their documentation says: " + wrong.getMessage(), wrong);
        }
    }

    private static Definition definition(String id, Trigger trigger, Class<?> type) {
        var policy = Optional.ofNullable(type.getAnnotation(Policy.class)).orElse(Standard.class.getAnnotation(Policy.class));
        return definition(id, trigger.json(), policy, type.getAnnotation(Retry.class));
    }

    private static Definition definition(String id, JsonObject trigger, Policy policy, Retry retry) {
        return new Definition(id, null, null, trigger, null, policy.scope(), duration(policy.misfireGrace()), policy.coalesce(), policy.maxCatchUp(),
                new OverlapRule(policy.overlap(), policy.maxRuns()), retry == null ? null : rule(retry),
                new TimeoutRule(duration(policy.softTimeout()), duration(policy.hardTimeout())), policy.onLost(),
                new RetentionRule(policy.keepRuns() == 0 ? null : policy.keepRuns(), duration(policy.keepAge())));
    }

    private static RetryRule rule(Retry retry) {
        return new RetryRule(retry.maxAttempts(), duration(retry.backoff()), retry.factor(), duration(retry.maxBackoff()), retry.jitter(), names(retry.on()), names(retry.notOn()));
    }

    private static List<String> names(Class<?>[] types) {
        return Stream.of(types).map(Class::getName).toList();
    }

    private static Duration duration(String text) {
        return text.isEmpty() ? null : Duration.parse(text);
    }
}
