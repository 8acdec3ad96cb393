package org.carillon.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Stands before {@code /api}: it is for whoever is on this machine. The peer's address alone does not tell, because a proxy on
 * the same machine has it for everybody, and so has a page of another name that a browser here resolves to this address.
 */
public class LoopbackFilter extends HttpFilter {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1", "localhost");
    private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (isLocal(request)) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println("This is answered to callers on this machine only. Ask 127.0.0.1 from there, not through a proxy.");
    }

    static boolean isLocal(HttpServletRequest request) {
        return LOOPBACK.contains(request.getRemoteAddr()) && LOOPBACK.contains(String.valueOf(request.getServerName()))
                && FORWARDED.stream().allMatch(name -> request.getHeader(name) == null) && isOwnOrigin(request.getHeader("Origin"));
    }

    /** A browser says where its page is from; pages of this machine are on loopback as well. */
    private static boolean isOwnOrigin(String origin) {
        return origin == null || origin.matches("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");
    }
}
