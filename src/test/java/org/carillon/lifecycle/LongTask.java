package org.carillon.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.locks.LockSupport;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Every;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;

/** A user's handler that works for some seconds, or until it is told to stop. */
@ApplicationScoped
@Task(id = "long")
@Every("P365D")
public class LongTask implements BackgroundTask {

    private static final long WORK_NANOS = 6_000_000_000L;

    @Override
    public TaskResult run(TaskContext context) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < WORK_NANOS) {
            LockSupport.parkNanos(WORK_NANOS / 100);
            context.checkpoint();
        }
        return TaskResult.nothing();
    }
}
