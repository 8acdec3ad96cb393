/**
 * Who is alive, by the database's clock.
 *
 * <p>Decision: one lease row a node, not one a run; a node's identity is new at every start, so that a node that slept
 * cannot be mistaken for the one that took its place. {@code tasks} asks whether the lease is held. Knows no other room.
 */
package org.carillon.nodes;
