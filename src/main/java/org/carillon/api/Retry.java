package org.carillon.api;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Runs a failed attempt again, on whichever node is free, until one succeeds or all have failed. An attempt that was lost
 * with its node or cancelled does not count, and neither is one over its timeout retried.
 */
@Documented
@Retention(RUNTIME)
@Target(TYPE)
public @interface Retry {

    /** Attempts in all, 1 to 100. */
    int maxAttempts() default 3;

    /** The pause after the first failure. */
    String backoff() default "PT2S";

    /** By which the pause grows with each failure, 1 to 10. */
    double factor() default 2;

    /** The longest pause. */
    String maxBackoff() default "PT1M";

    /** The part of a pause by which it may be longer or shorter, 0 to 1, so that many runs that failed together do not come back together. */
    double jitter() default 0.2;

    /** What is retried: the class thrown or one above it. Empty for everything. */
    Class<? extends Throwable>[] on() default {};

    /** What is not retried, even if {@link #on} says so. */
    Class<? extends Throwable>[] notOn() default {};
}
