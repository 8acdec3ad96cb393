/**
 * What is to be told, in order: publications with offsets that no crash takes back, and the one loop that reads them.
 *
 * <p>Decision: results of this node and of others take the same way through the journal, so that there is no "local or
 * remote?" anywhere, replay comes for free, and everybody sees one order. An offset is taken from one row as the last thing
 * before the commit. Nodes on a shared database nudge each other by PostgreSQL's NOTIFY, after the commit and in a transaction
 * of its own, because NOTIFY orders the commits of all who use it; a lost nudge costs one poll and nothing else. Implements {@code api.Publisher} and knows no other room; {@code tasks} appends, {@code broadcast} observes.
 */
package org.carillon.journal;
