package org.carillon.tasks;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.carillon.api.BackgroundTask;
import org.carillon.api.ParameterizedTask.Parameters;
import org.carillon.api.Task;
import org.carillon.binding.Schema;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.InvalidSetting;

/**
 * The handlers of this deployment, which are all beans that are a {@link BackgroundTask}, and the tasks that their annotations
 * define. Read after {@link #load}, by any thread.
 */
@Singleton
class TaskCatalogue {

    /** A name is in URLs, channel names and log lines. */
    static final String ID = "[a-z0-9-]{1,64}";

    private final Instance<BackgroundTask> beans;
    private final Configuration configuration;
    private volatile Map<String, Handler> handlers = Map.of();
    private volatile Map<String, Definition> annotated = Map.of();

    @Inject
    TaskCatalogue(@Any Instance<BackgroundTask> beans, Configuration configuration) {
        this.beans = beans;
        this.configuration = configuration;
    }

    /** @throws InvalidSetting if a handler's annotations or settings say something impossible */
    void load() {
        var found = new TreeMap<String, Handler>();
        var defined = new TreeMap<String, Definition>();
        for (var handle : beans.handles()) {
            var type = handle.getBean().getBeanClass();
            var name = name(type);
            if (found.put(name, handler(name, type, handle.get())) != null) {
                throw new InvalidSetting("@Task(id)", name, "an id that no other handler has", null);
            }
            Annotated.definition(type, name, configuration).ifPresent(definition -> defined.put(name, definition));
        }
        handlers = Map.copyOf(found);
        annotated = Map.copyOf(defined);
    }

    Optional<Handler> handler(String name) {
        return Optional.ofNullable(handlers.get(name));
    }

    Set<String> handlers() {
        return handlers.keySet();
    }

    /** The tasks that annotations define, by their ids. */
    Map<String, Definition> annotated() {
        return annotated;
    }

    private static String name(Class<?> type) {
        var task = type.getAnnotation(Task.class);
        if (task == null) {
            throw new InvalidSetting("handler", type.getName(), "a class that carries @Task(id = \"…\")", null);
        }
        if (!task.id().matches(ID)) {
            throw new InvalidSetting("@Task(id) of " + type.getName(), task.id(), "1 to 64 of a-z, 0-9 and -", null);
        }
        return task.id();
    }

    private static Handler handler(String name, Class<?> type, BackgroundTask bean) {
        try {
            var parameters = Parameters.of(type).orElse(null);
            return new Handler(name, bean, parameters, parameters == null ? null : Schema.of(parameters));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSetting("handler", type.getName(), "a class whose parameters can be bound: " + wrong.getMessage(), wrong);
        }
    }
}
