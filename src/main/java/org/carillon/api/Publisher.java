package org.carillon.api;

import jakarta.json.JsonValue;
import java.util.List;

/**
 * Tells clients something at any time, not only as the result of a run. Inject it. Safe for use by several threads.
 *
 * <pre>{@code @Inject Publisher publisher;
 * publisher.publish("prices", "changed", Json.createValue(42));}</pre>
 */
public interface Publisher {

    /**
     * Records the announcements with neighbouring offsets, in this order, and then tells them on every node. In a transaction of
     * the caller's they are recorded, and told, if and only if it commits. Waits for the database, about a millisecond.
     *
     * @throws IllegalArgumentException if the data of one is larger than 64 KiB; then none is told
     * @throws RuntimeException if the database is away; then none is told
     */
    void publish(List<Announcement> announcements);

    /** Records one and tells it. */
    default void publish(Announcement announcement) {
        publish(List.of(announcement));
    }

    /** Records one and tells it to the clients of a channel. */
    default void publish(String channel, String event, JsonValue data) {
        publish(new Announcement(channel, event, data));
    }

    /**
     * Tells the clients that are connected to this node now. Nothing is recorded: who comes back does not get it, and it has no
     * order against what is published. For progress and the like. Does not wait.
     */
    void tell(Announcement announcement);

    /** As {@link #tell}, but a client that has anything waiting does without it. For values that the next one replaces. */
    void tellVolatile(Announcement announcement);
}
