package org.carillon.socketio;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.regex.Pattern;

/**
 * Lets pages of every origin in, as the public test suites want it in a browser: what follows never hears of one. Vouches for
 * whoever calls itself something by {@code caller=…}. Never in production.
 */
public class FixtureAccess extends HttpFilter {

    private static final Pattern CALLER = Pattern.compile("(?:^|&)caller=([^&]*)");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        response.setHeader("Access-Control-Allow-Origin", "*");
        if (request.getMethod().equals("OPTIONS")) {
            response.setHeader("Access-Control-Allow-Methods", "GET, POST");
            response.setHeader("Access-Control-Allow-Headers", "Content-Type");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            chain.doFilter(new HttpServletRequestWrapper(request) {
                @Override
                public String getHeader(String name) {
                    return name.equalsIgnoreCase("Origin") ? null : super.getHeader(name);
                }

                @Override
                public Enumeration<String> getHeaders(String name) {
                    return name.equalsIgnoreCase("Origin") ? Collections.emptyEnumeration() : super.getHeaders(name);
                }

                @Override
                public Principal getUserPrincipal() {
                    return caller(request.getQueryString());
                }
            }, response);
        }
    }

    private static Principal caller(String query) {
        var matcher = CALLER.matcher(query == null ? "" : query);
        if (!matcher.find()) {
            return null;
        }
        var name = matcher.group(1);
        return () -> name;
    }
}
