package org.carillon.administration;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.carillon.audit.Audit.Change;
import org.carillon.audit.Audit;
import org.carillon.json.Json;
import org.carillon.runs.LogLine;
import org.carillon.runs.Run;
import org.carillon.runs.Runs;
import org.carillon.tasks.RunRequests;

/** {@code /api/runs}: what ran, what it said and gave, and the ways to end it or have it again. */
@Path("runs")
@RequestScoped
public class RunsResource {

    private Runs runs;
    private RunRequests requests;
    private Audit audit;
    private Call call;

    @Inject
    void use(Runs runs, RunRequests requests, Audit audit, Call call) {
        this.runs = runs;
        this.requests = requests;
        this.audit = audit;
        this.call = call;
    }

    @GET
    public Response list(@QueryParam("task") String task, @BeanParam RunPages pages) {
        return pages.page(runs, Query.id("task", task));
    }

    @GET
    @Path("{run}")
    public Response read(@PathParam("run") String run) {
        var found = find(run);
        return Answers.ok(RunJson.of(found, runs.attempts(found.id())));
    }

    @GET
    @Path("{run}/log")
    public Response log(@PathParam("run") String run, @QueryParam("after") String after) {
        var found = find(run);
        var place = Query.parsed("after", "what a page said as 'next'", () -> place(after));
        return Answers.page("lines", runs.log(found.id(), place[0], place[1]), Runs.MAX_LINES, RunJson::of, RunsResource::key);
    }

    @GET
    @Path("{run}/result")
    public Response result(@PathParam("run") String run) {
        var found = find(run);
        if (found.result() == null) {
            throw new Refused(404, "Run " + found.id() + " is " + found.state() + " and has no result.");
        }
        return Answers.ok(RunJson.parse(found.result()));
    }

    @POST
    @Path("{run}/cancel")
    public Response cancel(@PathParam("run") String run) {
        var id = find(run).id();
        var actor = call.actor();
        var cancelled = audit.record(actor, "run.cancel", id.toString(), () -> {
            var before = state(id);
            var came = runs.cancel(id, actor.toString());
            return came == Runs.Cancelled.TOO_LATE || came == Runs.Cancelled.UNKNOWN ? Change.none(came) : Change.of(came, before, state(id));
        });
        if (cancelled == Runs.Cancelled.TOO_LATE) {
            throw new Refused(409, "Run " + id + " has ended already.");
        }
        return Answers.json(cancelled == Runs.Cancelled.NOW ? 200 : 202, RunJson.of(find(run))).build();
    }

    @POST
    @Path("{run}/rerun")
    public Response rerun(@PathParam("run") String run) {
        var id = find(run).id();
        var actor = call.actor();
        var accepted = audit.record(actor, "run.rerun", id.toString(), () -> {
            var asked = requests.rerun(id, actor.toString());
            return Change.of(asked, null, Json.createObjectBuilder().add("run", asked.run().toString()).build());
        });
        return TaskActionsResource.accepted(accepted.run().toString(), accepted.isNew());
    }

    private JsonObject state(UUID id) {
        return runs.find(id).map(run -> Json.createObjectBuilder().add("task", run.taskId()).add("state", run.state().name()).add("cancelAsked", run.cancelAsked()).build()).orElse(null);
    }

    private Run find(String run) {
        return runs.find(Query.run(run)).orElseThrow(() -> new Refused(404, "There is no run " + run + ", or it is forgotten."));
    }

    private static String key(LogLine line) {
        return line.attempt() + "." + line.number();
    }

    private static int[] place(String after) {
        var parts = after == null ? new String[] {"0", "0"} : after.split("\\.", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(after);
        }
        return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
    }
}
