/**
 * Who changes tasks from outside, and how it is known afterwards: the calls below {@code /api}, the file of definitions, the record of
 * changes.
 *
 * <p>Decision: a definition by REST wins over one of the file, and that over one of an annotation, because the most deliberate and
 * most recent hand should not be undone by a redeployment. What wins is one row with one version; taking it away brings back what it
 * stood over. Every change and the row that records it are one transaction. JSON is read and written as JSON-P objects, because
 * the servers' binding layers differ. Only these calls say what HTTP is: the rooms behind do not know that it exists.
 */
package org.carillon.administration;
