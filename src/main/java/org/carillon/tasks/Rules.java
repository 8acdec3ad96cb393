package org.carillon.tasks;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carillon.api.Policy.Overlap;
import org.carillon.binding.InvalidField;

/** The policies that have several fields, with their defaults and bounds. */
public final class Rules {

    /** Bounds of every duration in a policy: below a millisecond the database cannot tell, and ten years is for ever. */
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private static final Pattern IDENTIFIER = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");

    private Rules() {
    }

    /** @param max runs that may be open at once in the cluster; 1 unless the policy is ALLOW */
    public record OverlapRule(Overlap policy, Integer max) {

        public OverlapRule {
            policy = policy == null ? Overlap.SKIP : policy;
            max = within("max", max, 1, 1, 1_000);
            if (policy != Overlap.ALLOW && max != 1) {
                throw new InvalidField("max", "must be 1 for " + policy + "; more is for ALLOW");
            }
        }
    }

    /** @param on names of classes, with their packages; empty for everything */
    public record RetryRule(Integer maxAttempts, Duration backoff, Double factor, Duration maxBackoff, Double jitter, List<String> on, List<String> notOn) {

        static final RetryRule NEVER = new RetryRule(1, null, null, null, null, null, null);

        public RetryRule {
            maxAttempts = within("maxAttempts", maxAttempts, 3, 1, 100);
            backoff = within("backoff", backoff, Duration.ofSeconds(2), Duration.ZERO);
            maxBackoff = within("maxBackoff", maxBackoff, Duration.ofMinutes(1), Duration.ZERO);
            factor = within("factor", factor, 2, 1, 10);
            jitter = within("jitter", jitter, 0.2, 0, 1);
            on = names("on", on);
            notOn = names("notOn", notOn);
        }
    }

    /** Null for never. */
    public record TimeoutRule(Duration soft, Duration hard) {

        public TimeoutRule {
            soft = soft == null ? null : within("soft", soft, null, Duration.ofMillis(1));
            hard = hard == null ? null : within("hard", hard, null, Duration.ofMillis(1));
            if (soft != null && hard != null && soft.compareTo(hard) >= 0) {
                throw new InvalidField("soft", "must be shorter than hard");
            }
        }
    }

    /** Null for the settings' values. */
    public record RetentionRule(Integer runs, Duration age) {

        public RetentionRule {
            runs = runs == null ? null : within("runs", runs, 0, 1, 1_000_000);
            age = age == null ? null : within("age", age, null, Duration.ofMinutes(1));
        }
    }

    private static List<String> names(String field, List<String> names) {
        for (int i = 0; names != null && i < names.size(); i++) {
            if (!Stream.of(names.get(i).split("\\.", -1)).allMatch(part -> IDENTIFIER.matcher(part).matches())) {
                throw new InvalidField(field + "[" + i + "]", "must be the name of a class with its package, such as java.io.IOException");
            }
        }
        return names == null ? List.of() : names;
    }

    static int within(String field, Integer value, int standard, int min, int max) {
        int number = value == null ? standard : value;
        if (number < min || number > max) {
            throw new InvalidField(field, "must be from " + min + " to " + max);
        }
        return number;
    }

    static Duration within(String field, Duration value, Duration standard, Duration min) {
        var duration = value == null ? standard : value;
        if (duration.compareTo(min) < 0 || duration.compareTo(LONGEST) > 0 || duration.getNano() % 1_000_000 != 0) {
            throw new InvalidField(field, "must be from " + min + " to " + LONGEST + ", in whole milliseconds");
        }
        return duration;
    }

    private static double within(String field, Double value, double standard, double min, double max) {
        double number = value == null ? standard : value;
        if (!(number >= min && number <= max)) {
            throw new InvalidField(field, "must be from " + min + " to " + max);
        }
        return number;
    }
}
