package org.carillon.api;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Makes a {@link BackgroundTask} bean a task. Needs a trigger annotation beside it: {@link Every}, {@link FixedDelay},
 * {@link Cron} or {@link Once}.
 */
@Documented
@Retention(RUNTIME)
@Target(TYPE)
public @interface Task {

    /** The task's key for ever: 1 to 64 of {@code a-z 0-9 -}. Two tasks with one id fail the deployment. */
    String id();
}
