package org.carillon.access;

import java.security.Principal;

/**
 * Who opens a WebSocket, and from where. It travels as the request's principal, the one thing that reaches the session unharmed on
 * every server. Immutable.
 *
 * @param address of the peer, as the container sees it
 * @param caller  who it is, if anybody vouched for it; else null
 */
public record Visitor(String address, Principal caller) implements Principal {

    @Override
    public String getName() {
        return caller == null ? "" : caller.getName();
    }

    /** The address; empty if nobody knows. */
    public static String addressOf(Principal principal) {
        return principal instanceof Visitor visitor ? visitor.address() : "";
    }

    /** Who it is beside where it is; null if nobody vouched for it. */
    public static Principal callerOf(Principal principal) {
        return principal instanceof Visitor visitor ? visitor.caller() : principal;
    }
}
