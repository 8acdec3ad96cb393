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

    /** What is run when several fires of a task are due at once, after a pause of the whole cluster. */
    enum Coalesce {
        /** The latest stands for all. */
        LATEST,
        /** The earliest stands for all. */
        EARLIEST,
        /** Each, one after another, the oldest first; no more than the policy's bound. */
        ALL
    }

    /** What happens to a fire while as many runs of its task are open as may be, in the whole cluster. */
    enum Overlap {
        /** It does not run; a row says so. */
        SKIP,
        /** It waits for its turn. */
        QUEUE,
        /** It runs beside the others, up to a number of runs; one more is skipped. */
        ALLOW
    }

    /** What becomes of a run whose node died in the middle of it. */
    enum OnLost {
        /** Another node runs it again: at least once. */
        RERUN,
        /** It is recorded as LOST: at most once. One that had not begun is run all the same. */
        MARK_LOST
    }

    /** Where a fire runs. */
    enum Scope {
        /** Once, on whichever node is free. */
        CLUSTER,
        /** Once on each node that is there at the time, such as the refresh of a cache. What a node was not there for is not made up. */
        NODE
    }
}
