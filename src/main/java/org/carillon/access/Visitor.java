package org.carillon.access;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/**
 * Who opens a WebSocket, and from where. It travels as the request's principal, the one thing that reaches the session unharmed on
 * every server. Immutable.
 *
 * @param address of the peer, as the container sees it
 * @param caller  who it is, if anybody vouched for it; else null
 */
public record Visitor(String address, Principal caller) implements Principal {

    /** All of whom no address is known; they count as one. */
    static final String UNKNOWN = "unknown";

    @Override
    public String getName() {
        return caller == null ? "" : caller.getName();
    }

    /** The address that the container has for a request. On Payara there is none if a proxy is trusted for it that has not told it. */
    public static String addressOf(HttpServletRequest request) {
        var address = request.getRemoteAddr();
        return address == null ? UNKNOWN : address;
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
