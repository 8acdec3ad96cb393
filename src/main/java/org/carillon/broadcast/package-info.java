/**
 * From one publication to every session's queue.
 *
 * <p>Decision: encoded once for each wire format, offered to a bounded queue of each session, one send in flight; nothing
 * here waits for a client, and a client that cannot keep up is found when its queue is full. The doors extend
 * {@link org.carillon.broadcast.LiveSession}. Uses {@code journal} and {@code access}; does not know that tasks exist.
 */
package org.carillon.broadcast;
