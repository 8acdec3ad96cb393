package org.carillon.administration;

import static java.lang.System.Logger.Level.INFO;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.audit.Actor;
import org.carillon.audit.Audit.Change;
import org.carillon.audit.Audit;
import org.carillon.tasks.Definitions;
import org.carillon.tasks.TaskDefinition.Source;
import org.carillon.tasks.TaskDefinition;

/**
 * Makes the tasks of the source FILE be what a file says, in one transaction, with a record of each that changes. Tasks that REST has
 * defined stay; those of annotations give way.
 */
final class Takeover {

    private static final System.Logger LOG = System.getLogger(Takeover.class.getName());

    private final Definitions definitions;
    private final Audit audit;
    private final Actor actor;
    private int changes;

    Takeover(Definitions definitions, Audit audit, Actor actor) {
        this.definitions = definitions;
        this.audit = audit;
        this.actor = actor;
    }

    /** Returns how many tasks have changed. */
    int of(FiledTasks filed) {
        audit.together(() -> {
            changes = 0;
            // A look for each would cost more time than an edit may take.
            var all = all();
            filed.documents().keySet().forEach(id -> put(filed, id, Optional.ofNullable(all.get(id))));
            all.values().stream().filter(task -> task.source() == Source.FILE && !filed.documents().containsKey(task.id())).forEach(this::remove);
        });
        return changes;
    }

    private void put(FiledTasks filed, String id, Optional<TaskDefinition> before) {
        if (before.filter(task -> task.source() == Source.REST).isPresent()) {
            LOG.log(INFO, "Task {0} is defined by REST, which wins over the tasks file.", id);
        } else if (before.filter(task -> task.source() == Source.FILE && filed.checked(id).spec().equals(task.spec())).isEmpty()) {
            define(filed, id, before);
        }
    }

    private void define(FiledTasks filed, String id, Optional<TaskDefinition> before) {
        changes++;
        audit.record(actor, before.isPresent() ? "task.update" : "task.create", id, () -> {
            var task = definitions.define(id, filed.documents().get(id), Source.FILE, before.map(TaskDefinition::version).orElse(0L));
            return Change.of(task, before.map(TaskJson::of).orElse(null), TaskJson.of(task));
        });
    }

    private void remove(TaskDefinition task) {
        changes++;
        audit.record(actor, "task.delete", task.id(), () -> {
            definitions.remove(task.id(), task.version());
            return Change.of(null, TaskJson.of(task), definitions.find(task.id()).map(TaskJson::of).orElse(null));
        });
    }

    private Map<String, TaskDefinition> all() {
        var all = new LinkedHashMap<String, TaskDefinition>();
        for (var page = definitions.page("", Definitions.MAX_PAGE); !page.isEmpty(); page = definitions.page(page.get(page.size() - 1).id(), Definitions.MAX_PAGE)) {
            page.forEach(task -> all.put(task.id(), task));
        }
        return all;
    }
}
