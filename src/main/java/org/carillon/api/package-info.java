/**
 * What a user's own code may import; everything else is Carillon's own and may change.
 *
 * <p>Decision: a handler returns what it wants told instead of sending it, so that a result is told if and only if its
 * run was recorded. Imports no room.
 */
package org.carillon.api;
