/**
 * What runs, when, on which node, and by which policies.
 *
 * <p>Decision: one claim row for each fire, unique on task and nominal time, by the database's clock and with a fence. Any
 * living node may run any fire; there is no leader. Whoever has a task's schedule row locked alone adds to its open runs, which
 * makes overlap hold in the whole cluster. What a node can run it says by its handlers' names, so nothing that it asks grows
 * with the tasks. Publishes through {@code journal} and does not know that clients exist: {@code broadcast} and this room never
 * meet.
 */
package org.carillon.tasks;
