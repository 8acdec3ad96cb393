/**
 * Users' code for clients' events: which method handles what, on which thread, with which arguments.
 *
 * <p>Decision: handlers run on a bounded pool of the container's threads, one event of a client at a time, and a client whose events
 * pile up is closed; the container's I/O threads run no user's code. Values are bound to types before a handler is called, and
 * what it throws stays here. Implements {@code api.Rooms}; {@code socketio} calls it, and it knows no door.
 */
package org.carillon.clients;
