package org.carillon.tasks;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.api.Policy.Scope;
import org.carillon.binding.Binder;
import org.carillon.binding.InvalidField;
import org.carillon.configuration.Database;
import org.carillon.json.Json;
import org.carillon.runs.RunTable;
import org.carillon.tasks.ScheduleTable.Schedule;
import org.carillon.tasks.TaskDefinition.Source;
import org.carillon.tasks.TaskRefused.Reason;
import org.carillon.triggers.InvalidTrigger;
import org.carillon.triggers.Triggers;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * What tasks there are: read, defined, changed, removed. A change is seen by every node at the next fire, because the schedule
 * names the version. Safe for use by several threads; calls throw {@link org.jdbi.v3.core.JdbiException} when the database is away.
 */
@Singleton
public class Definitions {

    /** Bytes of one definition as JSON without its defaults, which is what is stored: more is data, and belongs where the handler can fetch it. */
    public static final int MAX_BYTES = 65_536;

    /** Tasks of one page. */
    public static final int MAX_PAGE = 200;

    /** Definitions that are held in memory; when there are more, those that are used are read again. */
    private static final int CACHED = 10_000;

    private static final System.Logger LOG = System.getLogger(Definitions.class.getName());

    private final TaskCatalogue catalogue;
    private final Database database;
    private final Wakeup wakeup;
    private final Map<String, TaskDefinition> cache = new ConcurrentHashMap<>();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    @Inject
    Definitions(TaskCatalogue catalogue, Database database, Wakeup wakeup) {
        this.catalogue = catalogue;
        this.database = database;
        this.wakeup = wakeup;
    }

    /** A definition, or the parameters of a run, with more than {@link #MAX_BYTES}. */
    public static final class TooLarge extends InvalidField {

        TooLarge(String field) {
            super(field, "has more than " + MAX_BYTES + " bytes; keep data where the handler can fetch it");
        }
    }

    /** A task, even if its definition cannot be read. */
    public Optional<TaskDefinition> find(String id) {
        return database.jdbi().withHandle(handle -> find(handle, id));
    }

    /** As {@link #find(String)}, in a transaction. */
    Optional<TaskDefinition> find(Handle handle, String id) {
        return TaskTable.find(handle, id).map(this::read);
    }

    /** A page of tasks in the order of their ids; empty text for the first page. */
    public List<TaskDefinition> page(String afterId, int limit) {
        return database.jdbi().withHandle(handle -> TaskTable.page(handle, afterId, Math.min(limit, MAX_PAGE))).stream().map(this::read).toList();
    }

    /** The tasks that a source has defined, in the order of their ids. */
    public List<String> idsOf(Source source) {
        return database.jdbi().withHandle(handle -> TaskTable.ofSource(handle, source)).stream().map(TaskTable.Row::id).toList();
    }

    /**
     * A handler of this deployment.
     *
     * @param parameters  JSON Schema; null if it has none
     * @param isAnnotated whether its annotations define a task of its name
     * @param tasks       how many there are in the cluster
     */
    public record Known(String name, JsonObject parameters, boolean isAnnotated, long tasks) {
    }

    /** The handlers of this deployment in the order of their names. */
    public List<Known> handlers() {
        var tasks = database.jdbi().withHandle(TaskTable::handlers);
        return catalogue.handlers().stream().sorted().flatMap(name -> catalogue.handler(name).stream())
                .map(handler -> new Known(handler.name(), handler.schema(), catalogue.annotated().containsKey(handler.name()), tasks.getOrDefault(handler.name(), 0L))).toList();
    }

    /**
     * Checks a definition without keeping it.
     *
     * @throws InvalidField that names the field
     */
    public TaskDefinition check(String id, JsonObject document, Source source) {
        if (!id.matches(TaskCatalogue.ID)) {
            throw new InvalidField("id", "must be 1 to 64 of a-z, 0-9 and -");
        }
        var task = task(id, 0, source, Binder.bind(Definition.class, document));
        if (bytes(json(task)) > MAX_BYTES || bytes(ScheduleTable.triggerText(task)) > MAX_BYTES) {
            throw new TooLarge("");
        }
        var handler = catalogue.handler(task.spec().handler()).orElseThrow(() -> new InvalidField("handler", "names '" + task.spec().handler()
                + "', which is no handler of this deployment; there are " + String.join(", ", catalogue.handlers().stream().sorted().toList())));
        handler.check(task.spec().parameters());
        return task;
    }

    /**
     * Defines a task, or changes it. Runs under way end as they were begun.
     *
     * @param version the one that the caller has seen; 0 if the task must not be there yet
     * @throws InvalidField that names the field
     * @throws TaskRefused  CHANGED if the version is another, CONFLICT if a source that wins over this one defines the task
     */
    public TaskDefinition define(String id, JsonObject document, Source source, long version) {
        var checked = check(id, document, source);
        try {
            var defined = database.jdbi().inTransaction(handle -> {
                var before = TaskTable.lock(handle, id);
                requireVersion(id, before, version);
                before.filter(row -> row.source().compareTo(source) > 0).ifPresent(row -> {
                    throw new TaskRefused(Reason.CONFLICT, "Task " + id + " is defined by " + row.source() + ", which wins over " + source + "; change it there.");
                });
                return put(handle, before, checked);
            });
            catalogue.handler(checked.spec().handler()).ifPresent(handler -> Retries.warnOfUnknown(defined, handler.work().getClass().getClassLoader()));
            return defined;
        } catch (JdbiException refused) {
            if (TaskTable.isTaken(refused)) {
                throw new TaskRefused(Reason.CHANGED, "Somebody else has just defined task " + id + "; read it again.");
            }
            throw refused;
        }
    }

    /**
     * Removes a task: its schedule ends, its waiting runs are cancelled, a run under way ends as it was begun, and the history
     * stays until its time. A task that an annotation defines as well becomes that of its annotation.
     *
     * @throws TaskRefused UNKNOWN, CHANGED, or CONFLICT for a task that only its annotation defines
     */
    public void remove(String id, long version) {
        database.jdbi().useTransaction(handle -> {
            var before = TaskTable.lock(handle, id);
            if (before.isEmpty()) {
                throw new TaskRefused(Reason.UNKNOWN, "There is no task " + id + ".");
            }
            requireVersion(id, before, version);
            var annotated = catalogue.annotated().get(id);
            if (annotated != null && before.get().source() == Source.ANNOTATION) {
                throw new TaskRefused(Reason.CONFLICT, "Task " + id + " is defined by its handler's annotations; disable or pause it, or take the annotation away.");
            }
            if (annotated != null) {
                put(handle, before, task(id, 0, Source.ANNOTATION, annotated));
                return;
            }
            ScheduleTable.delete(handle, id);
            TaskTable.delete(handle, id);
            RunTable.cancelWaiting(handle, id, "The task was removed.");
            cache.remove(id);
            wakeup.afterChange(handle);
        });
    }

    /** Makes the tasks of the annotations be there, unless a source that wins has defined them. */
    void arm(Handle handle, String id, Definition annotated) {
        var before = TaskTable.lock(handle, id);
        if (before.isEmpty() || before.get().source() == Source.ANNOTATION) {
            var task = task(id, 0, Source.ANNOTATION, annotated);
            if (before.isEmpty() || !before.get().definition().equals(json(task)) || ScheduleTable.find(handle, id).isEmpty()) {
                put(handle, before, task);
            }
        }
    }

    /** The tasks that handlers of this deployment have defined by annotations which they do not carry any more. */
    List<TaskTable.Row> disarmed() {
        return database.jdbi().withHandle(handle -> TaskTable.ofSource(handle, Source.ANNOTATION)).stream()
                .filter(row -> catalogue.handler(row.handler()).isPresent() && !catalogue.annotated().containsKey(row.id())).toList();
    }

    /**
     * The definition that a schedule names; empty if the task is gone.
     *
     * @throws TaskRefused CONFLICT if it cannot be read
     */
    Optional<TaskDefinition> current(Handle handle, String id, long version) {
        var known = cache.get(id);
        if (known != null && known.version() == version) {
            return Optional.of(known);
        }
        return current(handle, id);
    }

    Optional<TaskDefinition> current(Handle handle, String id) {
        var found = TaskTable.find(handle, id).map(this::read);
        found.ifPresent(task -> {
            if (task.problem() != null) {
                throw new TaskRefused(Reason.CONFLICT, "The definition of task " + id + " cannot be read: " + task.problem() + " Define it anew.");
            }
            if (cache.size() >= CACHED) {
                cache.clear();
            }
            cache.put(id, task);
        });
        return found;
    }

    private static void requireVersion(String id, Optional<TaskTable.Row> before, long version) {
        long now = before.map(TaskTable.Row::version).orElse(0L);
        if (now != version) {
            throw new TaskRefused(Reason.CHANGED, "Task " + id + " has version " + now + ", not " + version + "; read it again and repeat the change.");
        }
    }

    private TaskDefinition put(Handle handle, Optional<TaskTable.Row> before, TaskDefinition wanted) {
        var schedule = ScheduleTable.lock(handle, wanted.id());
        long version = TaskTable.nextVersion(handle);
        var task = new TaskDefinition(wanted.id(), version, wanted.source(), wanted.spec(), wanted.trigger());
        var row = new TaskTable.Row(task.id(), version, task.source(), json(task), task.spec().handler());
        if (before.isEmpty()) {
            TaskTable.insert(handle, row);
        } else {
            TaskTable.update(handle, row);
            RunTable.handOver(handle, task.id(), row.handler());
        }
        boolean same = ScheduleTable.trigger(handle, task.id()).filter(ScheduleTable.triggerText(task)::equals).isPresent();
        if (same) {
            var kept = schedule.orElseThrow();
            ScheduleTable.keep(handle, task, kept, kept.next() == null ? first(handle, task, kept.fired()).orElse(null) : kept.next());
        } else {
            ScheduleTable.begin(handle, task, first(handle, task, 0).orElse(null), schedule.map(Schedule::paused).orElse(false), schedule.isEmpty());
        }
        wakeup.afterChange(handle);
        return task;
    }

    /** The first fire to plan; one that is all in the past is planned as well, so that it is caught up with or recorded as missed. */
    private static Optional<Instant> first(Handle handle, TaskDefinition task, long fired) {
        if (task.spec().scope() == Scope.NODE || task.trigger() == null) {
            return Optional.empty();
        }
        var now = RunTable.now(handle);
        return task.trigger().next(now, fired).or(() -> fired == 0 ? task.trigger().latest(now) : Optional.empty());
    }

    private TaskDefinition read(TaskTable.Row row) {
        try (JsonReader reader = Json.createReader(new StringReader(row.definition()))) {
            var known = Binder.known(Definition.class, reader.readObject(), field -> leftOut(row.id(), field));
            return task(row.id(), row.version(), row.source(), Binder.bind(Definition.class, known));
        } catch (InvalidField | JsonException broken) {
            return new TaskDefinition(row.id(), row.version(), row.source(), null, null, broken.getMessage());
        }
    }

    private void leftOut(String id, String field) {
        if (unknown.size() < CACHED && unknown.add(id + "." + field)) {
            LOG.log(WARNING, "The field ''{0}'' in the stored definition of task {1} means nothing to this version of the program and is left out.", field, id);
        }
    }

    private static TaskDefinition task(String id, long version, Source source, Definition spec) {
        try {
            return new TaskDefinition(id, version, source, spec, spec.trigger() == null ? null : Triggers.of(spec.trigger()));
        } catch (InvalidTrigger wrong) {
            throw (InvalidField) new InvalidField("trigger." + wrong.field(), "is refused: " + wrong.getMessage().replaceAll("\\.$", "")).initCause(wrong);
        }
    }

    private static String json(TaskDefinition task) {
        return task.spec().document().toString();
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
