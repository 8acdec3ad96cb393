/**
 * Socket.IO 5: namespaces, rooms and events above an Engine.IO session.
 *
 * <p>Decision: a Socket.IO room is a channel, so that what a task or a client's handler tells takes the one way through the
 * journal. Uses {@code engineio} and {@code broadcast}; imported by nobody.
 */
package org.carillon.socketio;
