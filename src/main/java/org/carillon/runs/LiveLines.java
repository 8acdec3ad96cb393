package org.carillon.runs;

import jakarta.json.JsonObject;

/**
 * Takes what is for eyes that look right now: unnumbered, kept nowhere, lost if nobody listens. Called on work threads and on
 * the timing thread, so it must not wait, and must not throw.
 */
@FunctionalInterface
public interface LiveLines {

    /** The channel of a task's runs: {@code task:<id>}. */
    static String channel(String taskId) {
        return "task:" + taskId;
    }

    void send(String channel, String event, JsonObject data);
}
