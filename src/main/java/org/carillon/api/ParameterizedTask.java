package org.carillon.api;

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
}
