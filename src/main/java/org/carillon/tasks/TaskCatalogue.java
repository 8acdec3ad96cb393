package org.carillon.tasks;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.carillon.api.BackgroundTask;
import org.carillon.api.Every;
import org.carillon.api.Task;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.InvalidSetting;

/** The tasks of this deployment: every bean that is a {@link BackgroundTask}. Read after {@link #load}, by any thread. */
@Singleton
class TaskCatalogue {

    /** The task's id is in URLs, channel names and log lines. */
    private static final String ID = "[a-z0-9-]{1,64}";

    private final Instance<BackgroundTask> handlers;
    private final Configuration configuration;
    private volatile Map<String, TaskDefinition> tasks = Map.of();

    @Inject
    TaskCatalogue(@Any Instance<BackgroundTask> handlers, Configuration configuration) {
        this.handlers = handlers;
        this.configuration = configuration;
    }

    /** @throws InvalidSetting if a task's annotations or settings say something impossible */
    void load() {
        var found = new TreeMap<String, TaskDefinition>();
        for (var handle : handlers.handles()) {
            var task = define(handle.getBean(), handle.get());
            if (found.put(task.id(), task) != null) {
                throw new InvalidSetting("@Task(id)", task.id(), "an id that no other handler has", null);
            }
        }
        tasks = Map.copyOf(found);
    }

    Collection<TaskDefinition> all() {
        return tasks.values();
    }

    TaskDefinition get(String id) {
        return tasks.get(id);
    }

    private TaskDefinition define(Bean<?> bean, BackgroundTask handler) {
        var type = bean.getBeanClass();
        var task = type.getAnnotation(Task.class);
        var every = type.getAnnotation(Every.class);
        if (task == null || every == null) {
            throw new InvalidSetting("handler", type.getName(), "a class that carries @Task(id = \"…\") and @Every(\"…\")", null);
        }
        if (!task.id().matches(ID)) {
            throw new InvalidSetting("@Task(id) of " + type.getName(), task.id(), "1 to 64 of a-z, 0-9 and -", null);
        }
        return new TaskDefinition(task.id(), new Trigger.Interval(configuration.taskPeriod(task.id(), every.value())), handler);
    }
}
