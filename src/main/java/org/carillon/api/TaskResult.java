package org.carillon.api;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Objects;

/**
 * What came of a run. Immutable.
 *
 * @param value         kept with the run and given to the next one as {@link TaskContext#previousResult}; JSON's null for
 *                      nothing. At most {@link TaskContext#MAX_RESULT_BYTES}, and what a JSON parser takes: the run is FAILED by more, and not
 *                      retried
 * @param announcements told in this order, with neighbouring offsets, after the run was recorded
 */
public record TaskResult(JsonValue value, List<Announcement> announcements) {

    private static final TaskResult NOTHING = new TaskResult(List.of());

    public TaskResult {
        Objects.requireNonNull(value, "value");
        announcements = List.copyOf(announcements);
    }

    public TaskResult(List<Announcement> announcements) {
        this(JsonValue.NULL, announcements);
    }

    /** The run is recorded and nobody is told. */
    public static TaskResult nothing() {
        return NOTHING;
    }

    /** Keeps a value with the run and tells nobody. */
    public static TaskResult of(JsonValue value) {
        return new TaskResult(value, List.of());
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
