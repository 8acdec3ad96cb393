package org.carillon.administration;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.carillon.tasks.Schedules;

/** {@code /api/scheduler}: the whole cluster's schedules at once. */
@Path("scheduler")
@RequestScoped
public class SchedulerResource {

    private Tasks tasks;
    private Schedules schedules;
    private Call call;

    @Inject
    void use(Tasks tasks, Schedules schedules, Call call) {
        this.tasks = tasks;
        this.schedules = schedules;
        this.call = call;
    }

    @GET
    public Response read() {
        return Answers.ok(Tasks.paused(schedules.isSchedulerPaused()));
    }

    @POST
    @Path("pause")
    public Response pause() {
        tasks.pauseScheduler(call.actor(), true);
        return read();
    }

    @POST
    @Path("resume")
    public Response resume() {
        tasks.pauseScheduler(call.actor(), false);
        return read();
    }
}
