package org.carillon.engineio;

/**
 * Where a session is on its way from polling to a WebSocket, which it goes once at most, and by what it is carried there. Safe for
 * use by several threads.
 */
final class Stage {

    private enum State { POLLING, UPGRADING, WEBSOCKET, CLOSED }

    private State state;
    private WebSocketTransport candidate;
    private volatile Transport transport;

    synchronized void begin(PollingTransport on) {
        state = State.POLLING;
        transport = on;
    }

    synchronized void begin(WebSocketTransport on) {
        state = State.WEBSOCKET;
        transport = on;
    }

    synchronized boolean isPolling() {
        return state == State.POLLING || state == State.UPGRADING;
    }

    synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    /** What carries the session. */
    Transport transport() {
        return transport;
    }

    /** The WebSocket that wants to take over, or null. */
    synchronized WebSocketTransport candidate() {
        return candidate;
    }

    /** False if there is a candidate already, or nothing to take over. */
    synchronized boolean admit(WebSocketTransport other) {
        boolean admitted = state == State.POLLING && candidate == null;
        candidate = admitted ? other : candidate;
        return admitted;
    }

    /** The candidate has probed; false if it is none any more. */
    synchronized boolean probed(Transport by) {
        boolean still = candidate != null && candidate == by && state != State.CLOSED;
        state = still ? State.UPGRADING : state;
        return still;
    }

    /** The candidate takes over. */
    synchronized void upgrade() {
        if (state != State.UPGRADING) {
            throw new ProtocolException("UPGRADE without a probe before");
        }
        state = State.WEBSOCKET;
        transport = candidate;
        candidate = null;
    }

    /** Goes on without the candidate; false if that is not the one. */
    synchronized boolean drop(Transport ended) {
        if (candidate == null || ended != candidate) {
            return false;
        }
        candidate = null;
        state = state == State.UPGRADING ? State.POLLING : state;
        return true;
    }

    /** False the second time. */
    synchronized boolean close() {
        boolean first = state != State.CLOSED;
        state = State.CLOSED;
        return first;
    }
}
