package org.carillon.tasks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.carillon.runs.Claim;
import org.carillon.tasks.Rules.RetryRule;

/** Whether and when a failed attempt is tried again: a pure function. Has no state. */
final class Retries {

    private Retries() {
    }

    /** The pause before the next attempt; empty if there is none. */
    static Optional<Duration> pause(RetryRule rule, Claim claim, Throwable thrown) {
        boolean another = claim.failures() + 1 < rule.maxAttempts();
        boolean wanted = (rule.on().isEmpty() || isOneOf(rule.on(), thrown)) && !isOneOf(rule.notOn(), thrown);
        return another && wanted ? Optional.of(pause(rule, claim)) : Optional.empty();
    }

    private static Duration pause(RetryRule rule, Claim claim) {
        double grown = rule.backoff().toMillis() * Math.pow(rule.factor(), claim.failures());
        double capped = Math.min(grown, rule.maxBackoff().toMillis());
        // Not random but a function of the run, so that it can be explained afterwards.
        double spread = new Random(claim.runId().getMostSignificantBits() ^ (claim.runId().getLeastSignificantBits() + claim.failures())).nextDouble() * 2 - 1;
        return Duration.ofMillis(Math.round(capped * (1 + spread * rule.jitter())));
    }

    private static boolean isOneOf(List<String> names, Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            if (names.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }
}
