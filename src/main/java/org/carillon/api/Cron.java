package org.carillon.api;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Fires at times of day on days of the calendar: {@code @Cron("0 10 * * MON-FRI")} at 10:00 on weekdays.
 *
 * <p>Five fields, separated by spaces: minute 0-59, hour 0-23, day of month 1-31, month 1-12 or JAN-DEC, day of week 0-7 or
 * SUN-SAT, where 0 and 7 are Sunday; a sixth before them is the second. <em>Day of month and day of week must both match</em>:
 * {@code 0 0 13 * FRI} is Friday the 13th. Whatever {@code jakarta.enterprise.concurrent.CronTrigger} takes means the same here.
 * <table>
 * <caption>What a field may hold</caption>
 * <tr><td>{@code *}, {@code ?}</td><td>each value</td></tr>
 * <tr><td>{@code 1,15}, {@code 9-17}, {@code 22-2}</td><td>a list, a range, a range that wraps around</td></tr>
 * <tr><td>{@code *}{@code /15}, {@code 5/20}, {@code 9-17/2}</td><td>steps</td></tr>
 * <tr><td>{@code L}, {@code 2L}, {@code L-3}</td><td>the last day of the month, the second to last, three days before the last</td></tr>
 * <tr><td>{@code 15W}, {@code LW}</td><td>the weekday nearest to the 15th within the month, the last weekday</td></tr>
 * <tr><td>{@code FRI#2,FRI#L}, {@code FRIL}</td><td>the second and the last Friday of the month, the last</td></tr>
 * </table>
 * Also {@code @hourly}, {@code @daily}, {@code @midnight}, {@code @weekly}, {@code @monthly}, {@code @yearly} and {@code @annually}.
 */
@Documented
@Retention(RUNTIME)
@Target(TYPE)
public @interface Cron {

    /** The expression. One that is malformed or can never fire, such as 30 February, fails the deployment. */
    String value();

    /** The IANA id of the time zone, such as {@code Europe/Berlin}; the excluded dates are its dates, too. */
    String zone() default "UTC";

    /** What becomes of a time that does not exist because the clocks go forward. */
    Gap gap() default Gap.AUTOMATIC;

    /** What becomes of a time that comes twice because the clocks go back. */
    Overlap overlap() default Overlap.AUTOMATIC;

    /** No fire is before this instant, such as {@code 2026-07-01T12:00:00Z}; empty for no limit. */
    String startAt() default "";

    /** The last instant that may be a fire; empty for no end. An end before the first fire fails the deployment. */
    String endAt() default "";

    /** How many fires there are in all, up to 1,000,000,000; 0 for no limit. */
    long maxFires() default 0;

    /** Dates on which nothing fires, such as {@code 2026-12-24}, and ranges of them, such as {@code 2026-12-31/2027-01-01}. */
    String[] excludeDates() default {};

    /** How much later than its time a run may begin, up to {@code P1D}: so that many tasks of one time do not begin together. Empty for not at all. */
    String jitter() default "";

    /** The choices for a time that does not exist. */
    enum Gap {

        /** {@link #RUN_AFTER}; but {@link #SKIP} for an expression that fires in each hour, so that it keeps its pace. */
        AUTOMATIC,

        /** It does not fire. */
        SKIP,

        /** It fires as the gap ends; all times of one gap are one fire. */
        RUN_AFTER
    }

    /** The choices for a time that comes twice. */
    enum Overlap {

        /** {@link #FIRST}; but {@link #BOTH} for an expression that fires in each hour, so that it keeps its pace. */
        AUTOMATIC,

        /** It fires the first time. */
        FIRST,

        /** It fires the second time. */
        SECOND,

        /** It fires both times. */
        BOTH
    }
}
