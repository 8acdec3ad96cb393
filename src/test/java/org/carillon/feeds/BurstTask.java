package org.carillon.feeds;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.carillon.api.Announcement;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Every;
import org.carillon.api.Policy;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;

/** A user's handler that tells much: 100 publications a second, counted. */
@ApplicationScoped
@Task(id = "burst")
@Every("PT0.1S")
@Policy(overlap = Policy.Overlap.QUEUE)
public class BurstTask implements BackgroundTask {

    private static final int AT_ONCE = 10;

    private final AtomicInteger count = new AtomicInteger();

    @Override
    public TaskResult run(TaskContext context) {
        return new TaskResult(IntStream.range(0, AT_ONCE)
                .mapToObj(n -> new Announcement(Announcement.EVERYONE, "tick", Json.createValue(count.incrementAndGet()))).toList());
    }
}
