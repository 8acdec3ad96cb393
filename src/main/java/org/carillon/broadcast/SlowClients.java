package org.carillon.broadcast;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.carillon.configuration.Configuration;

/** What each channel does with a client that reads more slowly than the channel tells. Immutable. */
@Singleton
class SlowClients {

    /** The choices; in settings they are written in lower case with a hyphen. */
    enum Policy {
        /** The client is closed when its queue is full, and gets what it missed when it comes back. */
        DISCONNECT,
        /** The oldest waiting publications of the channel give way to new ones. */
        DROP_OLDEST,
        /** At most one publication of the channel waits: the newest. */
        LATEST
    }

    private record Rule(String beginning, boolean whole, Policy policy) {

        boolean isFor(String channel) {
            return whole ? channel.equals(beginning) : channel.startsWith(beginning);
        }
    }

    /** The most exact first. */
    private final List<Rule> rules;

    @Inject
    SlowClients(Configuration configuration) {
        this.rules = configuration.slowClients().entrySet().stream()
                .map(entry -> rule(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Rule::whole).thenComparing(rule -> rule.beginning().length()).reversed())
                .toList();
    }

    Policy policyOf(String channel) {
        for (Rule rule : rules) {
            if (rule.isFor(channel)) {
                return rule.policy();
            }
        }
        return Policy.DISCONNECT;
    }

    private static Rule rule(String channels, String policy) {
        boolean whole = !channels.endsWith("*");
        return new Rule(whole ? channels : channels.substring(0, channels.length() - 1), whole, Policy.valueOf(policy.toUpperCase(Locale.ROOT).replace('-', '_')));
    }
}
