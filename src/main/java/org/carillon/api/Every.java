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
}
