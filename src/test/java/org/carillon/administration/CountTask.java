package org.carillon.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import org.carillon.api.ParameterizedTask;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;

/** A user's handler with parameters, a log, progress and a result. */
@ApplicationScoped
@Task(id = "count")
public class CountTask implements ParameterizedTask<CountTask.Given> {

    public record Given(int count, String text) {
    }

    @Override
    public TaskResult run(Given given, TaskContext context) {
        context.log("Counting to " + given.count());
        context.progress(given.count(), given.count(), "counted");
        return TaskResult.of(Json.createObjectBuilder().add("counted", given.count()).build());
    }
}
