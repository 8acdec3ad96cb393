/**
 * What an operator may set, checked once at start, and the data source that follows from it.
 *
 * <p>Decision: MicroProfile Config is the only MicroProfile API that both servers offer to an application. May be used by
 * all rooms; imports none.
 */
package org.carillon.configuration;
