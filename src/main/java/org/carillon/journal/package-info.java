/**
 * What is to be told, in order: publications with offsets that no crash takes back, and the one loop that reads them.
 *
 * <p>Decision: results of this node and of others take the same way through the journal, so that there is no "local or
 * remote?" anywhere, replay comes for free, and everybody sees one order. An offset is taken from one row as the last thing
 * before the commit. Implements {@code api.Publisher} and knows no other room; {@code tasks} appends, {@code broadcast} observes.
 */
package org.carillon.journal;
