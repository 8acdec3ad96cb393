package org.carillon.administration;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.carillon.audit.Actor;
import org.carillon.audit.Audit.Change;
import org.carillon.audit.Audit;
import org.carillon.binding.Binder;
import org.carillon.json.Json;
import org.carillon.tasks.Definitions;
import org.carillon.tasks.RunRequests.Accepted;
import org.carillon.tasks.RunRequests;
import org.carillon.tasks.Schedules.ResumeFrom;
import org.carillon.tasks.Schedules;
import org.carillon.tasks.TaskDefinition.Source;
import org.carillon.tasks.TaskDefinition;
import org.carillon.tasks.TaskRefused;

/** Changes of tasks by somebody, each with its record. Safe for use by several threads. */
@Singleton
public class Tasks {

    private static final String ID = "[a-z0-9-]{1,64}";

    private final Definitions definitions;
    private final Schedules schedules;
    private final RunRequests requests;
    private final TasksFile file;
    private final Audit audit;

    @Inject
    Tasks(Definitions definitions, Schedules schedules, RunRequests requests, TasksFile file, Audit audit) {
        this.definitions = definitions;
        this.schedules = schedules;
        this.requests = requests;
        this.file = file;
        this.audit = audit;
    }

    /** Makes a change of what a deployment's annotations define, with its record if there is a change. */
    public void arm(String id, boolean isGone, Runnable change) {
        var action = isGone ? "task.delete" : definitions.find(id).isEmpty() ? "task.create" : "task.update";
        audit.record(Actor.deployment(), action, id, () -> {
            var before = definitions.find(id);
            change.run();
            var after = definitions.find(id);
            boolean isSame = before.map(TaskDefinition::version).equals(after.map(TaskDefinition::version));
            return isSame ? Change.none(null) : Change.of(null, before.map(TaskJson::of).orElse(null), after.map(TaskJson::of).orElse(null));
        });
    }

    /** @throws Refused 404; the database is not asked for what cannot be an id */
    TaskDefinition find(String id) {
        if (!id.matches(ID)) {
            throw new Refused(404, "There is no such task; an id is 1 to 64 of a-z, 0-9 and -.");
        }
        return definitions.find(id).orElseThrow(() -> new Refused(404, "There is no task " + id + "."));
    }

    TaskDefinition check(String id, JsonObject definition) {
        return definitions.check(id, definition, Source.REST);
    }

    /** @throws Refused 409 if there is such a task */
    TaskDefinition create(Actor actor, String id, JsonObject definition) {
        check(id, definition);
        return audit.record(actor, "task.create", id, () -> {
            try {
                var task = definitions.define(id, definition, Source.REST, 0);
                return Change.of(task, null, TaskJson.of(task));
            } catch (TaskRefused refused) {
                throw refused.reason() == TaskRefused.Reason.CHANGED ? new Refused(409, "id", "There is a task " + id + " already; change it by PUT /api/tasks/" + id + ".") : refused;
            }
        });
    }

    /** @param ifMatch the header of that name */
    TaskDefinition update(Actor actor, String id, JsonObject definition, String ifMatch) {
        find(id);
        check(id, definition);
        return change(actor, id, ifMatch, before -> definition);
    }

    /** @param patch what is to be other than it is shown, as a JSON merge patch (RFC 7396) */
    TaskDefinition patch(Actor actor, String id, JsonObject patch, String ifMatch) {
        find(id);
        return change(actor, id, ifMatch, before -> patched(before, patch));
    }

    private TaskDefinition change(Actor actor, String id, String ifMatch, Function<TaskDefinition, JsonObject> definition) {
        return audit.record(actor, "task.update", id, () -> {
            var before = find(id);
            IfMatch.require(ifMatch, before.version());
            var task = definitions.define(id, definition.apply(before), Source.REST, before.version());
            return Change.of(task, TaskJson.of(before), TaskJson.of(task));
        });
    }

    static JsonObject patched(TaskDefinition before, JsonObject patch) {
        if (before.problem() != null) {
            throw new Refused(409, "The definition of task " + before.id() + " cannot be read, so there is nothing to patch; define it anew by PUT.");
        }
        return Json.createMergePatch(patch).apply(Binder.toJson(before.spec())).asJsonObject();
    }

    /** Removes what REST has defined; a task that the file or an annotation defines too is theirs again. */
    void remove(Actor actor, String id, String ifMatch) {
        find(id);
        audit.record(actor, "task.delete", id, () -> {
            var before = find(id);
            IfMatch.require(ifMatch, before.version());
            var filed = file.definition(id);
            if (before.source() == Source.FILE && filed.isPresent()) {
                throw new Refused(409, "Task " + id + " is defined by the tasks file; take it out there, or pause it.");
            }
            definitions.remove(id, before.version());
            filed.ifPresent(definition -> definitions.define(id, definition, Source.FILE, definitions.find(id).map(TaskDefinition::version).orElse(0L)));
            return Change.of(null, TaskJson.of(before), definitions.find(id).map(TaskJson::of).orElse(null));
        });
    }

    void pause(Actor actor, String id) {
        find(id);
        schedule(actor, "task.pause", id, () -> schedules.pause(id));
    }

    void resume(Actor actor, String id, ResumeFrom from) {
        find(id);
        schedule(actor, "task.resume", id, () -> schedules.resume(id, from));
    }

    private void schedule(Actor actor, String action, String id, Runnable change) {
        audit.record(actor, action, id, () -> {
            var before = schedules.explain(id);
            change.run();
            return Change.of(null, TaskJson.of(before), TaskJson.of(schedules.explain(id)));
        });
    }

    Accepted runNow(Actor actor, String id, JsonObject parameters, String idempotencyKey) {
        find(id);
        return audit.record(actor, "run.request", id, () -> asked(id, requests.runNow(id, parameters, idempotencyKey, actor.toString()), parameters));
    }

    private static Change<Accepted> asked(String task, Accepted accepted, JsonObject parameters) {
        var to = Json.createObjectBuilder().add("task", task).add("run", accepted.run().toString());
        Answers.add(to, "parameters", parameters);
        return accepted.isNew() ? Change.of(accepted, null, to.build()) : Change.none(accepted);
    }

    void pauseScheduler(Actor actor, boolean paused) {
        audit.record(actor, paused ? "scheduler.pause" : "scheduler.resume", "scheduler", () -> {
            boolean before = schedules.isSchedulerPaused();
            schedules.pauseScheduler(paused);
            return Change.of(null, paused(before), paused(paused));
        });
    }

    List<TaskDefinition> page(String after, int limit) {
        return definitions.page(after, limit);
    }

    static JsonObject paused(boolean paused) {
        return Json.createObjectBuilder().add("paused", paused).build();
    }
}
