package org.carillon.tasks;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.carillon.api.Cron;
import org.carillon.api.Every;
import org.carillon.api.FixedDelay;
import org.carillon.api.Once;
import org.carillon.api.Policy;
import org.carillon.api.Retry;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.InvalidSetting;
import org.carillon.json.Json;
import org.carillon.tasks.Rules.OverlapRule;
import org.carillon.tasks.Rules.RetentionRule;
import org.carillon.tasks.Rules.RetryRule;
import org.carillon.tasks.Rules.TimeoutRule;
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
        try {
            var found = Stream.of(
                    trigger(type, Every.class, every -> every(every, configuration.taskPeriod(id, every.value()))),
                    trigger(type, FixedDelay.class, delay -> fixedDelay(delay, configuration.taskPeriod(id, delay.value()))),
                    trigger(type, Cron.class, Annotated::cron),
                    trigger(type, Once.class, Annotated::once))
                    .flatMap(Optional::stream).toList();
            if (found.size() > 1) {
                throw new IllegalArgumentException("There can be only one trigger.");
            }
            return found.stream().map(trigger -> definition(id, Triggers.of(trigger).json(), policy(type), type.getAnnotation(Retry.class))).findFirst();
        } catch (InvalidSetting wrong) {
            throw wrong;
        } catch (RuntimeException wrong) {
            throw new InvalidSetting("annotations of " + type.getName(), id, "what their documentation says: " + wrong.getMessage(), wrong);
        }
    }

    private static <A extends Annotation> Optional<JsonObject> trigger(Class<?> type, Class<A> annotation, Function<A, JsonObject> read) {
        return Optional.ofNullable(type.getAnnotation(annotation)).map(read);
    }

    private static JsonObject every(Every every, Duration period) {
        var json = json("interval").add("every", period.toString()).add("mode", "FIXED_RATE").add("zone", every.zone());
        return limited(json, every.startAt(), every.endAt(), every.maxFires(), every.excludeDates(), every.jitter());
    }

    private static JsonObject fixedDelay(FixedDelay delay, Duration pause) {
        var json = json("interval").add("every", pause.toString()).add("mode", "FIXED_DELAY").add("zone", delay.zone());
        return limited(json, delay.startAt(), delay.endAt(), delay.maxFires(), delay.excludeDates(), delay.jitter());
    }

    private static JsonObject cron(Cron cron) {
        var json = json("cron").add("cron", cron.value()).add("zone", cron.zone());
        if (cron.gap() != Cron.Gap.AUTOMATIC) {
            json.add("dstGap", cron.gap().name());
        }
        if (cron.overlap() != Cron.Overlap.AUTOMATIC) {
            json.add("dstOverlap", cron.overlap().name());
        }
        return limited(json, cron.startAt(), cron.endAt(), cron.maxFires(), cron.excludeDates(), cron.jitter());
    }

    private static JsonObject once(Once once) {
        return limited(json("once").add("at", once.value()).add("zone", once.zone()), "", "", 0, new String[0], once.jitter());
    }

    private static JsonObject limited(JsonObjectBuilder json, String startAt, String endAt, long maxFires, String[] excludeDates, String jitter) {
        Map.of("startAt", startAt, "endAt", endAt, "jitter", jitter).forEach((name, text) -> {
            if (!text.isEmpty()) {
                json.add(name, text);
            }
        });
        if (maxFires != 0) {
            json.add("maxFires", maxFires);
        }
        return (excludeDates.length == 0 ? json : json.add("excludeDates", Json.createArrayBuilder(List.of(excludeDates)))).build();
    }

    private static JsonObjectBuilder json(String type) {
        return Json.createObjectBuilder().add("type", type);
    }

    private static Policy policy(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(Policy.class)).orElse(Standard.class.getAnnotation(Policy.class));
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
