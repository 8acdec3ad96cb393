/**
 * Engine.IO 4 and Socket.IO 5.
 *
 * <p>Decision: an asynchronous servlet and a WebSocket endpoint share the path; a filter judges the query before the upgrade;
 * one session owns its state, its heartbeat and the transport that carries it at the moment. Heartbeats and timeouts are one
 * sweep over all sessions, never a timer each. Uses {@code broadcast}; imported by nobody.
 */
package org.carillon.socketio;
