/**
 * Who changed what, and when.
 *
 * <p>Decision: a row of the record is written in the transaction of its change, so that there is neither without the other; the time is
 * the database's. Knows no task: whoever changes something says what it was and what it became.
 */
package org.carillon.audit;
