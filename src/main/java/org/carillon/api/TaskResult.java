package org.carillon.api;

import jakarta.json.JsonValue;
import java.util.List;

/**
 * What came of a run. Immutable.
 *
 * @param announcements told in this order, with neighbouring offsets, after the run was recorded
 */
public record TaskResult(List<Announcement> announcements) {

    private static final TaskResult NOTHING = new TaskResult(List.of());

    public TaskResult {
        announcements = List.copyOf(announcements);
    }

    /** The run is recorded and nobody is told. */
    public static TaskResult nothing() {
        return NOTHING;
    }

    /** Tells every client. */
    public static TaskResult publish(String event, JsonValue data) {
        return publish(Announcement.EVERYONE, event, data);
    }

    /** Tells the clients of one channel. */
    public static TaskResult publish(String channel, String event, JsonValue data) {
        return new TaskResult(List.of(new Announcement(channel, event, data)));
    }
}
