/**
 * Who is alive, by the database's clock, who is to go, and how many hear which channel.
 *
 * <p>Decision: one lease row a node, not one a run; a node's identity is new at every start, so that a node that slept
 * cannot be mistaken for the one that took its place. {@code tasks} asks whether the lease is held. How many
 * sessions there are is a word in the lease, how many hear a channel a row a channel and node: what one node knows of itself is true without
 * any agreement, and sums may be two seconds old. Knows no other room.
 */
package org.carillon.nodes;
