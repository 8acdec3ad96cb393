package org.carillon.api;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Handles one event of Socket.IO clients: a public method of a CDI bean. A signature that cannot be served, and a second
 * handler of one event, fail the deployment with one line.
 *
 * <p>The method may take, in this order or another: the {@link Client}; an {@link Ack}; and one parameter for each argument of the
 * event: a {@code JsonValue} or one of its subtypes, {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean}, an
 * enum, a record, a {@code List} of these, {@code byte[]} or {@code ByteBuffer} for binary, or an {@code Optional} for what may be
 * missing or null. {@link Arguments} takes all arguments as they came. Records are bound by the names of their components; names
 * that they do not have are ignored. The handler is never called with a value of another type: the client is told instead, as
 * {@link EventRefused} says. Arguments that no parameter takes are ignored.
 *
 * <p>What the method returns is the acknowledgement, if the client asked for one; a {@code CompletionStage} is waited for without
 * a thread. What it throws is logged once with its stack trace, counted, and told to the client as {@code failed}; the client
 * stays connected and others notice nothing.
 *
 * <p>It runs on one of {@code carillon.clients.workers} threads of the container, outside any transaction and request context.
 * Events of one client are handled one after the other in the order in which they came; events of several clients at once.
 */
@Documented
@Retention(RUNTIME)
@Target(METHOD)
public @interface OnEvent {

    /** The event's name; not one of those that clients' libraries keep for themselves. */
    String value();

    /**
     * The namespace: a slash and up to 127 characters without a comma. One {@code *} stands for one or more characters other than a
     * slash, so that {@code /room-*} serves every room; a namespace named in full goes before a pattern, and the longer pattern
     * before the shorter. A namespace exists because a handler names it; the default one exists always.
     */
    String namespace() default "/";
}
