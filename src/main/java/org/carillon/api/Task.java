package org.carillon.api;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Names a {@link BackgroundTask} bean: it is the handler of that name, and with a trigger annotation beside it ({@link Every},
 * {@link FixedDelay}, {@link Cron} or {@link Once}) also the task of that id. Without one it waits for tasks that are defined elsewhere and name it as their handler.
 */
@Documented
@Retention(RUNTIME)
@Target(TYPE)
public @interface Task {

    /** The task's key for ever: 1 to 64 of {@code a-z 0-9 -}. Two tasks with one id fail the deployment. */
    String id();
}
