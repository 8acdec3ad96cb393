/**
 * The plain doors: server-sent events at {@code /events}.
 *
 * <p>Decision: an asynchronous servlet with a write listener instead of JAX-RS, whose event sink blocks a thread on a slow
 * reader. Uses {@code broadcast} and {@code journal}, and of {@code api}
 * the name of everyone's channel; imported by nobody.
 */
package org.carillon.feeds;
