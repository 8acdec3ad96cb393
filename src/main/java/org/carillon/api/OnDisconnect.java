package org.carillon.api;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Told that a client has left a namespace: a public method of a CDI bean that takes the {@link Client} and, if it wants, the reason
 * as a {@code String}, and returns nothing. Called once for each client that was let in, after the handlers of all its events. A
 * node that dies tells nobody.
 */
@Documented
@Retention(RUNTIME)
@Target(METHOD)
public @interface OnDisconnect {

    /** The namespace or pattern, as in {@link OnEvent#namespace}. */
    String namespace() default "/";
}
