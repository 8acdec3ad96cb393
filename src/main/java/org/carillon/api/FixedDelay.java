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

    /** No fire is before this instant, such as {@code 2026-07-01T12:00:00Z}; empty for no limit. */
    String startAt() default "";

    /** The last instant that may be a fire; empty for no end. An end before the first fire fails the deployment. */
    String endAt() default "";

    /** How many fires there are in all, up to 1,000,000,000; 0 for no limit. */
    long maxFires() default 0;

    /** Dates on which nothing fires, such as {@code 2026-12-24}, and ranges of them, such as {@code 2026-12-31/2027-01-01}. */
    String[] excludeDates() default {};

    /** The IANA id of the time zone of the excluded dates, such as {@code Europe/Berlin}. */
    String zone() default "UTC";

    /** How much later than its time a run may begin, up to {@code P1D}: so that many tasks of one time do not begin together. Empty for not at all. */
    String jitter() default "";
}
