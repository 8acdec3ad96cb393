/**
 * What an operator may set, checked once at start, and the data source that follows from it.
 *
 * <p>Decision: MicroProfile Config is the only MicroProfile API that both servers offer to an application. May be used by
 * all rooms; imports {@code monitoring} alone.
 *
 * <p>Decision: neither server asks a pooled connection whether it still works, so ours asks itself. A shared database that is
 * away at the start is waited for, because it may be started together with its nodes; a wrong setting is refused at once.
 */
package org.carillon.configuration;
