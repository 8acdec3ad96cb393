package org.carillon.api;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Fires a while after the end of the run before, whatever came of it: runs of one task never meet, and a slow one delays the
 * next. The first fire is as long after the task is first seen. For times that do not depend on how long a run takes, use
 * {@link Every}.
 */
@Documented
@Retention(RUNTIME)
@Target(TYPE)
public @interface FixedDelay {

    /** The pause as an ISO-8601 duration in whole milliseconds, from {@code PT0.1S} to {@code P365D}. */
    String value();
}
