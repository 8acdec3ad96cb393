package org.carillon.api;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** How a {@link Task} behaves when not everything goes well. Durations are ISO-8601, in whole milliseconds. */
@Documented
@Retention(RUNTIME)
@Target(TYPE)
public @interface Policy {

    /** How late a fire may start. One that is later is recorded as MISSED. */
    String misfireGrace() default "PT1H";

    Coalesce coalesce() default Coalesce.LATEST;

    /** The most fires that {@link Coalesce#ALL} catches up with, 1 to 1,000; older ones are MISSED. */
    int maxCatchUp() default 100;

    Overlap overlap() default Overlap.SKIP;

    /** Runs of {@link Overlap#ALLOW} that may be open at once in the cluster, 1 to 1,000. */
    int maxRuns() default 1;

    Scope scope() default Scope.CLUSTER;

    OnLost onLost() default OnLost.RERUN;

    /** After this the context says that the work should stop; empty for never. */
    String softTimeout() default "";

    /** After this the handler is interrupted and the run is TIMED_OUT, whatever it returns; empty for never. */
    String hardTimeout() default "";

    /** Ended runs that are kept; 0 for the setting {@code carillon.tasks.history.runs}. */
    int keepRuns() default 0;

    /** How long ended runs are kept; empty for the setting {@code carillon.tasks.history.age}. */
    String keepAge() default "";
}
