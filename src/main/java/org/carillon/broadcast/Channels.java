package org.carillon.broadcast;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Who hears which channel on this node, so that a publication for one client does not cost a look at all. Holds an entry a
 * channel that somebody hears. Safe for use by several threads.
 */
@Singleton
public class Channels {

    private final Map<String, Set<Subscription>> subscriptions = new ConcurrentHashMap<>();

    void add(String channel, Subscription subscription) {
        subscriptions.compute(channel, (name, present) -> {
            Set<Subscription> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(subscription);
            return all;
        });
    }

    void remove(String channel, Subscription subscription) {
        subscriptions.computeIfPresent(channel, (name, present) -> {
            present.remove(subscription);
            return present.isEmpty() ? null : present;
        });
    }

    Iterable<Subscription> of(String channel) {
        return subscriptions.getOrDefault(channel, Set.of());
    }

    /** The channels of this node that most hear, at most so many, with how many they are; without those of single clients' own. */
    public Map<String, Integer> fullest(int limit) {
        return subscriptions.entrySet().stream().filter(entry -> entry.getValue().stream().noneMatch(one -> one.isOwn(entry.getKey())))
                .map(entry -> Map.entry(entry.getKey(), entry.getValue().size()))
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey())).limit(limit)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** How many subscriptions of this node hear the channel. */
    public int size(String channel) {
        return subscriptions.getOrDefault(channel, Set.of()).size();
    }
}
