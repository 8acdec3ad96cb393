package org.carillon.api;

import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a handler knows of its run and may say during it. Valid until the handler returns; safe for use by several threads.
 * No method waits for a client, and none but {@link #previousResult} for the database.
 */
public interface TaskContext {

    /** Lines of a run's log that are kept; the run says how many more there were. */
    int MAX_LOG_LINES = 1_000;

    /** Characters of one log line; the rest is cut off. */
    int MAX_LOG_LINE = 2_000;

    /** Characters of all log lines of a run that are kept: a full log must not outweigh the results of its task. */
    int MAX_LOG_CHARACTERS = 262_144;

    /** Characters of a progress text; the rest is cut off. */
    int MAX_PROGRESS_TEXT = 255;

    /** Publications of one run: what is more belongs into one publication with a list. */
    int MAX_PUBLICATIONS = 100;

    /** Bytes of a result that is kept with its run, in UTF-8: what is larger belongs behind a link. */
    int MAX_RESULT_BYTES = 65_536;

    /** Identity of the run; the same for all its attempts. */
    UUID runId();

    String taskId();

    /** The nominal time of the fire: what the schedule says. Of a run that somebody asked for, the time of asking. */
    Instant fireTime();

    /** When this attempt began, by the database's clock. */
    Instant startTime();

    /** 1 for the first; higher if an earlier one failed and is retried, or was lost with its node. */
    int attempt();

    /**
     * Rises each time the run changes its owner. Hand it to a store that compares it, to shut out an attempt that was
     * believed dead.
     */
    long fence();

    /** The node that runs this attempt. */
    UUID node();

    /**
     * The run's parameters as a record: those of the task, or those that were given with the request to run now.
     *
     * @throws IllegalArgumentException that names the field, if they do not fit the record
     */
    <P extends Record> P parameters(Class<P> type);

    /**
     * Says how far the work is; shown live on channel {@code task:<id>} and kept with the run. Call it as often as you
     * like: at most four a second are sent, and always the last.
     *
     * @param done  0 or more
     * @param total how much there is to do, at least {@code done}; 0 if that is not known
     * @param text  shown beside the bar; may be empty
     * @throws IllegalArgumentException if the numbers say something impossible
     */
    void progress(long done, long total, String text);

    /** Adds a line to the run's log, up to {@link #MAX_LOG_LINES}; shown live on channel {@code task:<id>}. */
    void log(Level level, String text);

    default void log(String text) {
        log(Level.INFO, text);
    }

    /**
     * Whether the work should come to its end: cancelled, over its soft or hard timeout, the node's lease lost or the node
     * stopping. A handler that looks at this may still return a result, which is accepted after a soft timeout.
     */
    boolean shouldStop();

    /** @throws TaskStopped if {@link #shouldStop}; let it pass, and the run is recorded as what it says */
    void checkpoint();

    /**
     * Tells clients of a channel when the run has been recorded as SUCCEEDED, before what its result tells.
     *
     * @throws IllegalStateException after {@link #MAX_PUBLICATIONS}
     */
    void publish(String channel, String event, JsonValue data);

    /** Tells every client. */
    default void publish(String event, JsonValue data) {
        publish(Announcement.EVERYONE, event, data);
    }

    /** The value that the task's latest successful run before this one kept; empty if there is none. Asks the database. */
    Optional<JsonValue> previousResult();
}
