package org.carillon.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.security.Principal;

/**
 * A request for a WebSocket. Its principal carries what the door knows of it into the session, and its connection is read only
 * once the session is there. May be put around another one.
 */
public class UpgradeRequest extends HttpServletRequestWrapper {

    private final Principal principal;

    public UpgradeRequest(HttpServletRequest request, Principal principal) {
        super(request);
        this.principal = principal;
    }

    @Override
    public Principal getUserPrincipal() {
        return principal;
    }

    /** Called on Payara; WildFly upgrades in its own way. */
    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> type) throws IOException, ServletException {
        return type == GuardedUpgrade.class ? super.upgrade(type) : super.upgrade(GuardedUpgrade.class).before(type);
    }
}
