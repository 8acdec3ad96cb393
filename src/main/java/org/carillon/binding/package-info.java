/**
 * Records from JSON and back, and the JSON Schema that says which.
 *
 * <p>Decision: own code of one class, because JSON-B does not specify records, and because an error must name its field.
 * Imports no room.
 */
package org.carillon.binding;
