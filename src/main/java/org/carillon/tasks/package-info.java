/**
 * What runs, when, on which node, and what came of it.
 *
 * <p>Decision: one claim row for each fire, unique on task and nominal time, by the database's clock and with a fence. Any
 * living node may run any fire; there is no leader. A result and its publications are committed together. Publishes through
 * {@code journal} and does not know that clients exist: {@code broadcast} and this room never meet.
 */
package org.carillon.tasks;
