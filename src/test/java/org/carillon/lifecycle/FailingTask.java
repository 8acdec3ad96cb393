package org.carillon.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Every;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;

/** A user's handler at its worst: it throws an Error at every fire. */
@ApplicationScoped
@Task(id = "failing")
@Every("PT1S")
public class FailingTask implements BackgroundTask {

    @Override
    public TaskResult run(TaskContext context) {
        throw new StackOverflowError("thrown on purpose at " + context.fireTime());
    }
}
