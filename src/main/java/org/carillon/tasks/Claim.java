package org.carillon.tasks;

import java.time.Instant;
import java.util.UUID;
import org.carillon.api.TaskContext;

/** A fire that this node owns. Immutable. */
record Claim(UUID runId, String taskId, Instant fireAt, int attempt, long fence) {

    static Claim first(String taskId, Instant fireAt) {
        return new Claim(UUID.randomUUID(), taskId, fireAt, 1, 1);
    }

    TaskContext context() {
        return new TaskContext(runId, taskId, fireAt, attempt, fence);
    }
}
