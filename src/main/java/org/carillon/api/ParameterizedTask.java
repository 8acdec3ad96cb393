package org.carillon.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * A handler with parameters: a record whose components are texts, whole and other numbers, booleans, enums, durations,
 * instants, records and lists of these. They are checked when a task is defined and when somebody asks for a run, so a
 * handler never sees a parameter of the wrong type; what else must hold is checked by the record's own constructor, whose
 * message is shown. A component of a primitive type must be given, any other is null if it is not.
 *
 * @param <P> the record, named by the class that implements this
 */
public interface ParameterizedTask<P extends Record> extends BackgroundTask {

    /** As {@link BackgroundTask#run(TaskContext)}. */
    TaskResult run(P parameters, TaskContext context) throws Exception;

    @Override
    default TaskResult run(TaskContext context) throws Exception {
        return run(context.parameters(Parameters.of(this)), context);
    }

    /** Finds the record that a handler's class names as its parameters. Has no state. */
    final class Parameters {

        private Parameters() {
        }

        /** @throws IllegalArgumentException if the class leaves the record open */
        @SuppressWarnings("unchecked")
        static <P extends Record> Class<P> of(ParameterizedTask<P> task) {
            return (Class<P>) of(task.getClass()).orElseThrow();
        }

        /**
         * The record of a handler's class; empty if it has no parameters.
         *
         * @throws IllegalArgumentException if the class leaves the record open
         */
        public static Optional<Class<? extends Record>> of(Class<?> handler) {
            if (!ParameterizedTask.class.isAssignableFrom(handler)) {
                return Optional.empty();
            }
            return Optional.of(find(handler).orElseThrow(() -> new IllegalArgumentException(
                    handler.getName() + " does not name its parameters; write implements ParameterizedTask<YourRecord>.")));
        }

        private static Optional<Class<? extends Record>> find(Class<?> type) {
            for (Class<?> up = type; up != null; up = up.getSuperclass()) {
                for (Type named : up.getGenericInterfaces()) {
                    if (named instanceof ParameterizedType given && given.getRawType() == ParameterizedTask.class
                            && given.getActualTypeArguments()[0] instanceof Class<?> record) {
                        return Optional.of(record.asSubclass(Record.class));
                    }
                }
            }
            return Optional.empty();
        }
    }
}
