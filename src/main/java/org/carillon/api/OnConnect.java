package org.carillon.api;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Accepts or refuses a client that wants to join a namespace: a public method of a CDI bean that takes the {@link Client}, or
 * nothing, and returns nothing. One a namespace. It refuses by throwing {@link ConnectionRefused}; whatever else it throws is
 * logged, and the client is refused with a message that says no more than that.
 *
 * <p>The client is not in yet: what the method emits to it follows its admission, and rooms that it joins count from then on.
 * The method runs on the threads of {@link OnEvent}, before any event of this client.
 */
@Documented
@Retention(RUNTIME)
@Target(METHOD)
public @interface OnConnect {

    /** The namespace or pattern, as in {@link OnEvent#namespace}. */
    String namespace() default "/";
}
