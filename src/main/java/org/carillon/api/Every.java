package org.carillon.api;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Fires at a fixed rate, on multiples of the period since 1970-01-01T00:00Z: {@code PT5S} fires at :00, :05, :10 and so on,
 * whatever time the server was started and however long a run takes.
 */
@Documented
@Retention(RUNTIME)
@Target(TYPE)
public @interface Every {

    /**
     * The period as an ISO-8601 duration in whole milliseconds, from {@code PT0.1S} to {@code P365D}. The setting
     * {@code carillon.task.<id>.every} replaces it.
     */
    String value();

    /** The instant of the first fire, such as {@code 2026-07-01T12:00:00Z}; fires are counted from there, and not from 1970. Empty for at once. */
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
