package org.carillon.engineio;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.Session;
import java.security.Principal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.carillon.access.Visitor;

/**
 * The request that opened a session. It travels into a WebSocket session as the principal, because the endpoint's user
 * properties are one map for all sessions on Tyrus. Immutable.
 *
 * @param query         of a name that came twice, the first value
 * @param headers       names in lower case; of a name that came twice, the first value
 * @param remoteAddress of the peer, as the container sees it
 * @param caller        who it is, if anybody vouched for it; else null
 */
public record Handshake(Map<String, String> query, Map<String, String> headers, String remoteAddress, Principal caller) implements Principal {

    /** Of a session that no request opened; for tests. */
    static final Handshake NONE = new Handshake(Map.of(), Map.of(), "", null);

    static Handshake of(HttpServletRequest request) {
        var query = new LinkedHashMap<String, String>();
        request.getParameterMap().forEach((name, values) -> query.put(name, values[0]));
        var headers = new LinkedHashMap<String, String>();
        Collections.list(request.getHeaderNames()).forEach(name -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), request.getHeader(name)));
        return new Handshake(Collections.unmodifiableMap(query), Collections.unmodifiableMap(headers), request.getRemoteAddr(), Visitor.callerOf(request.getUserPrincipal()));
    }

    static Handshake of(Session socket) {
        return socket.getUserPrincipal() instanceof Handshake handshake ? handshake : NONE;
    }

    @Override
    public String getName() {
        return caller == null ? "" : caller.getName();
    }
}
