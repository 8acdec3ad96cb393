package org.carillon.administration;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.carillon.binding.InvalidField;
import org.carillon.json.Json;
import org.carillon.tasks.Schedules.ResumeFrom;
import org.carillon.runs.Runs;
import org.carillon.tasks.Schedules;

/** {@code /api/tasks/{id}/…}: what can be done with a task, and why it does not run. The same path as that of {@link TasksResource}: JAX-RS looks into one path only. */
@Path("tasks")
@RequestScoped
public class TaskActionsResource {

    private Tasks tasks;
    private Schedules schedules;
    private Runs runs;
    private Call call;

    @Inject
    void use(Tasks tasks, Schedules schedules, Runs runs, Call call) {
        this.tasks = tasks;
        this.schedules = schedules;
        this.runs = runs;
        this.call = call;
    }

    @GET
    @Path("{id}/health")
    public Response health(@PathParam("id") String id) {
        tasks.find(id);
        return explained(id);
    }

    @POST
    @Path("{id}/pause")
    public Response pause(@PathParam("id") String id) {
        tasks.pause(call.actor(), id);
        return explained(id);
    }

    @POST
    @Path("{id}/resume")
    public Response resume(@PathParam("id") String id) {
        var sent = call.objectOrEmpty();
        allowOnly(sent, "resumeFrom");
        tasks.resume(call.actor(), id, resumeFrom(sent.getOrDefault("resumeFrom", JsonValue.NULL)));
        return explained(id);
    }

    @GET
    @Path("{id}/runs")
    public Response history(@PathParam("id") String id, @BeanParam RunPages pages) {
        tasks.find(id);
        return pages.page(runs, id);
    }

    @POST
    @Path("{id}/runs")
    public Response run(@PathParam("id") String id, @HeaderParam("Idempotency-Key") String key) {
        var sent = call.objectOrEmpty();
        allowOnly(sent, "parameters");
        var parameters = sent.getOrDefault("parameters", JsonValue.NULL);
        if (parameters != JsonValue.NULL && !(parameters instanceof JsonObject)) {
            throw new InvalidField("parameters", "must be an object");
        }
        var accepted = tasks.runNow(call.actor(), id, parameters instanceof JsonObject given ? given : null, key);
        return accepted(accepted.run().toString(), accepted.isNew());
    }

    static Response accepted(String run, boolean isNew) {
        return Answers.json(202, Json.createObjectBuilder().add("run", run).add("isNew", isNew).build()).location(URI.create("runs/" + run)).build();
    }

    private Response explained(String id) {
        return Answers.ok(TaskJson.of(schedules.explain(id)));
    }

    private static void allowOnly(JsonObject sent, String name) {
        sent.keySet().stream().filter(key -> !key.equals(name)).findFirst().ifPresent(key -> {
            throw new InvalidField(key, "means nothing; allowed is " + name);
        });
    }

    private static ResumeFrom resumeFrom(JsonValue from) {
        if (from == JsonValue.NULL) {
            return new ResumeFrom.Now();
        }
        var text = from instanceof JsonString said ? said.getString() : "";
        return switch (text) {
            case "now" -> new ResumeFrom.Now();
            case "asScheduled" -> new ResumeFrom.AsScheduled();
            default -> {
                try {
                    yield new ResumeFrom.At(Query.instant("resumeFrom", text));
                } catch (Refused noInstant) {
                    throw new InvalidField("resumeFrom", "must be now, asScheduled, or an ISO-8601 instant from 1970 to 9999");
                }
            }
        };
    }
}
