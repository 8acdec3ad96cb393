package org.carillon.administration;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CountDownLatch;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;

/** A user's handler that works until it is told to stop. */
@ApplicationScoped
@Task(id = "slow")
public class SlowTask implements BackgroundTask {

    @Override
    public TaskResult run(TaskContext context) throws InterruptedException {
        new CountDownLatch(1).await();
        return TaskResult.nothing();
    }
}
