package org.carillon.api;

/**
 * The work of one task: a CDI bean that carries {@link Task} and a trigger annotation such as {@link Every}.
 *
 * <p>Carillon calls {@link #run} once for each fire, in the whole cluster, on a thread of the container and outside any
 * transaction. The request context is not active. One bean instance serves all fires of its scope, so a handler that
 * keeps state must be safe for use by several threads.
 */
public interface BackgroundTask {

    /**
     * Does the work of one fire.
     *
     * @param context which fire this is; never null
     * @return what to keep and what to tell; never null. It is told if and only if the run was recorded
     * @throws Exception or any {@link Error}: the run is recorded as FAILED with its stack trace or retried as {@link Retry}
     *                   says, nothing is told, and the next fire comes on time
     */
    TaskResult run(TaskContext context) throws Exception;
}
