/**
 * The plain doors: a WebSocket at {@code /feed}, server-sent events at {@code /events}. Their protocols are in {@code src/docs/doors.md}.
 *
 * <p>Decision: an asynchronous servlet with a write listener instead of JAX-RS, whose event sink blocks a thread on a slow
 * reader. Uses {@code broadcast} and {@code journal}, and of {@code api}
 * the name of everyone's channel; imported by nobody.
 */
package org.carillon.feeds;
