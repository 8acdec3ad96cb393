package org.carillon.handlers;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Every;
import org.carillon.api.Policy;
import org.carillon.api.Task;
import org.carillon.api.TaskContext;
import org.carillon.api.TaskResult;

/**
 * The recipe's task: tells every client every five seconds that background work is being done. A beat that finds the one before still
 * under way is late, and not left out.
 */
@ApplicationScoped
@Task(id = "heartbeat")
@Every("PT5S")
@Policy(overlap = Policy.Overlap.QUEUE)
public class Heartbeat implements BackgroundTask {

    private static final JsonObject DATA = Json.createObjectBuilder().add("data", "Background Task Result").build();

    @Override
    public TaskResult run(TaskContext context) {
        return TaskResult.publish("background_task_response", DATA);
    }
}
