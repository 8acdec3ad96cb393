package org.carillon.administration;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.carillon.binding.InvalidField;
import org.carillon.configuration.Database;
import org.carillon.runs.RunTable;
import org.carillon.tasks.Definitions;
import org.carillon.tasks.Schedules;
import org.carillon.tasks.TaskDefinition;

/** {@code /api/tasks}: what tasks there are, and what they are. */
@Path("tasks")
@RequestScoped
public class TasksResource {

    /** Fires that one task shows. */
    private static final int FIRES = 5;

    private Tasks tasks;
    private Schedules schedules;
    private Database database;
    private Call call;

    @Inject
    void use(Tasks tasks, Schedules schedules, Database database, Call call) {
        this.tasks = tasks;
        this.schedules = schedules;
        this.database = database;
        this.call = call;
    }

    @GET
    public Response list(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        int size = Query.limit(limit, Definitions.MAX_PAGE);
        var behind = Query.id("after", after);
        return Answers.page("tasks", tasks.page(behind == null ? "" : behind, size), size, TaskJson::of, TaskDefinition::id);
    }

    @POST
    public Response create(@QueryParam("dryRun") String dryRun) {
        var sent = call.object();
        if (!(sent.get("id") instanceof JsonString id)) {
            throw new InvalidField("id", "must be a text: 1 to 64 of a-z, 0-9 and -");
        }
        var definition = TaskJson.definition(sent);
        if (Query.flag("dryRun", dryRun)) {
            return checked(id.getString(), definition);
        }
        var task = tasks.create(call.actor(), id.getString(), definition);
        return Answers.json(201, TaskJson.of(task)).location(URI.create("tasks/" + task.id())).header(HttpHeaders.ETAG, IfMatch.tag(task.version())).build();
    }

    @GET
    @Path("{id}")
    public Response read(@PathParam("id") String id) {
        var task = tasks.find(id);
        return shown(task, TaskJson.of(task, schedules.explain(id), schedules.preview(id, FIRES)));
    }

    @PUT
    @Path("{id}")
    public Response update(@PathParam("id") String id, @QueryParam("dryRun") String dryRun, @HeaderParam("If-Match") String ifMatch) {
        tasks.find(id);
        var sent = call.object();
        requireSameId(id, sent);
        var definition = TaskJson.definition(sent);
        if (Query.flag("dryRun", dryRun)) {
            return checked(id, definition);
        }
        var task = tasks.update(call.actor(), id, definition, ifMatch);
        return shown(task, TaskJson.of(task));
    }

    @PATCH
    @Path("{id}")
    public Response patch(@PathParam("id") String id, @QueryParam("dryRun") String dryRun, @HeaderParam("If-Match") String ifMatch) {
        var before = tasks.find(id);
        var sent = call.patch();
        requireSameId(id, sent);
        var patch = TaskJson.definition(sent);
        if (Query.flag("dryRun", dryRun)) {
            return checked(id, Tasks.patched(before, patch));
        }
        var task = tasks.patch(call.actor(), id, patch, ifMatch);
        return shown(task, TaskJson.of(task));
    }

    private static void requireSameId(String id, JsonObject sent) {
        if (sent.containsKey("id") && !(sent.get("id") instanceof JsonString same && same.getString().equals(id))) {
            throw new InvalidField("id", "must be that of the URL or left out: the id of a task is its key for ever");
        }
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id, @HeaderParam("If-Match") String ifMatch) {
        tasks.remove(call.actor(), id, ifMatch);
        return Response.noContent().build();
    }

    private Response checked(String id, JsonObject definition) {
        var task = tasks.check(id, definition);
        var now = database.jdbi().withHandle(RunTable::now);
        return Answers.ok(task.trigger() == null ? TaskJson.of(task) : TaskJson.of(task, task.trigger().preview(now, FIRES)));
    }

    private static Response shown(TaskDefinition task, JsonObject json) {
        return Answers.json(200, json).header(HttpHeaders.ETAG, IfMatch.tag(task.version())).build();
    }
}
