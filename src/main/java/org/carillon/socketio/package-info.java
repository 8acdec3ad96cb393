/**
 * Socket.IO 5: namespaces, rooms and events above an Engine.IO session.
 *
 * <p>Decision: a Socket.IO room is a channel, so that what a task or a client's handler tells takes the one way through the
 * journal, and what a client had is a row, so that it can come back to any node. Users' handlers are called by {@code clients}, never on
 * the container's I/O threads. Uses {@code engineio}, {@code broadcast} and {@code clients}; imported by nobody.
 */
package org.carillon.socketio;
