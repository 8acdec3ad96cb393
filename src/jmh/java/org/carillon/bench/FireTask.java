package org.carillon.bench;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;

/** Packed into the WAR under measurement: does nothing, and knows how late it began. Safe for use by several threads. */
@ApplicationScoped
@Task(id = FireTask.ID)
public class FireTask implements BackgroundTask {

    static final String ID = "bench";

    private final Latencies late = new Latencies();

    @Override
    public TaskResult run(TaskContext context) {
        add(Duration.between(context.fireTime(), Instant.now()).toNanos());
        return TaskResult.nothing();
    }

    private synchronized void add(long nanos) {
        late.add(nanos);
    }

    /** Of the runs since the last call: how many, and microseconds from the fire's time to the handler at the median and the 99th percentile. */
    synchronized String report() {
        late.sort();
        var report = late.counted() + " " + late.percentile(0.50) + " " + late.percentile(0.99);
        late.clear();
        return report;
    }
}
