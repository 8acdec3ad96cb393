/**
 * A kit for tests of users' handlers and schedules: plain JUnit, no server, no database, a clock that the test moves.
 *
 * <p>Decision: in the application itself and not a test jar, because a handler's project has these classes where it has
 * {@code api}; it needs nothing of JUnit, costs four small classes, and runs the very code that runs in the server: the context
 * with its bounds, the binding of parameters, the policies.
 */
package org.carillon.testing;
