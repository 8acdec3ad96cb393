package org.carillon.tasks;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.carillon.runs.Claim;
import org.carillon.tasks.Rules.RetryRule;

/** Whether and when a failed attempt is tried again: a pure function. Has no state. */
final class Retries {

    private static final System.Logger LOG = System.getLogger(Retries.class.getName());

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

    /** A name that is misspelt matches nothing, and nobody would know why a run is not tried again, or is. It may still be right: of a class that only a library of the server sees. */
    static void warnOfUnknown(TaskDefinition task, ClassLoader deployment) {
        var rule = task.spec().retry();
        var unknown = Stream.concat(rule.on().stream(), rule.notOn().stream()).distinct().filter(name -> !isThrowable(name, deployment)).toList();
        if (!unknown.isEmpty()) {
            LOG.log(WARNING, "Task {0} names in retry.on or retry.notOn what is no exception of this deployment and may be misspelt: {1}. A class within another is written with a $.",
                    task.id(), String.join(", ", unknown));
        }
    }

    private static boolean isThrowable(String name, ClassLoader deployment) {
        try {
            return Throwable.class.isAssignableFrom(Class.forName(name, false, deployment));
        } catch (ClassNotFoundException | LinkageError unknown) {
            return false;
        }
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
