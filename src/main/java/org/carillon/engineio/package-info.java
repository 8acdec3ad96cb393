/**
 * Engine.IO 4: sessions over polling and WebSocket, and the way from one to the other.
 *
 * <p>Decision: an asynchronous servlet and a WebSocket endpoint share the path; a filter judges the query before the upgrade;
 * one session owns its state, its heartbeat and the transport that carries it at the moment. Heartbeats and timeouts are one
 * sweep over all sessions, never a timer each. A session's id begins with its node's, so that a request which reached another
 * one is known there without asking anybody. Uses {@code broadcast} and {@code nodes}; the messages are {@code socketio}'s,
 * which it does not know.
 */
package org.carillon.engineio;
