package org.carillon.api;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Fires once. A time that is past when the task is first seen is made up for within the misfire grace, and recorded as missed after it. */
@Documented
@Retention(RUNTIME)
@Target(TYPE)
public @interface Once {

    /**
     * When: an instant such as {@code 2026-07-01T12:00:00Z}, or a local time of the zone such as {@code 2026-07-01T12:00}, from
     * 1970 to 9999. A local time in a daylight-saving gap is the end of the gap, one that comes twice is the first.
     */
    String value();

    /** The IANA id of the time zone of a local time, such as {@code Europe/Berlin}; an instant needs none. */
    String zone() default "UTC";

    /** How much later than its time the run may begin, up to {@code P1D}: so that many tasks of one time do not begin together. Empty for not at all. */
    String jitter() default "";
}
