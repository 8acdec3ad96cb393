package org.carillon.administration;

import jakarta.enterprise.context.ApplicationScoped;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;

/** A user's handler that says three things and fails. */
@ApplicationScoped
@Task(id = "faulty")
public class FaultyTask implements BackgroundTask {

    @Override
    public TaskResult run(TaskContext context) {
        for (int n = 1; n <= 3; n++) {
            context.log("Line " + n);
        }
        throw new IllegalStateException("attempt " + context.attempt() + " went wrong");
    }
}
