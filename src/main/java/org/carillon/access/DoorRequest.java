package org.carillon.access;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request to a door. Its parameters are those of its query alone: for a body that calls itself a form the container would read it,
 * and wait for it, on the thread that asks for a parameter. Its asynchronous mode may be ended by any thread; on Payara this would
 * else disturb the request that such a thread serves. Of one thread, but for that end.
 */
final class DoorRequest extends HttpServletRequestWrapper {

    /** Whose service this thread is in. */
    private static final ThreadLocal<DoorRequest> SERVED = new ThreadLocal<>();

    private final LateEnds lateEnds;
    private Map<String, String[]> query;
    private volatile boolean isRead;

    DoorRequest(HttpServletRequest request, LateEnds lateEnds) {
        super(request);
        this.lateEnds = lateEnds;
    }

    /** Hands the request on, as it is or in a wrapper of its own. */
    void serve(HttpServletRequest as, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        SERVED.set(this);
        try {
            chain.doFilter(as, response);
        } finally {
            SERVED.remove();
        }
    }

    /** Never null, which would be counted as nobody's. */
    @Override
    public String getRemoteAddr() {
        return Visitor.addressOf((HttpServletRequest) getRequest());
    }

    @Override
    public AsyncContext startAsync() {
        var context = super.startAsync();
        if (!context.getClass().getName().startsWith("org.apache.catalina.")) {
            return context;
        }
        var request = PayaraRequest.of(context, "origRequest");
        return new DoorAsync(context, request, () -> complete(context, request));
    }

    private void complete(AsyncContext context, PayaraRequest request) {
        LateEnds.End end = () -> request.end(() -> Private.follow(context, "origRequest"), context::complete);
        if (isRead) {
            lateEnds.later(end);
        } else if (SERVED.get() != null) {
            lateEnds.add(end);
        } else {
            lateEnds.nowOrAdd(end);
        }
    }

    /** Of a request whose body is waited for: the container's thread that brings it may not have done with it when another has read it. */
    @Override
    public ServletInputStream getInputStream() throws IOException {
        isRead = true;
        return super.getInputStream();
    }

    @Override
    public String getParameter(String name) {
        var values = getParameterValues(name);
        return values == null ? null : values[0];
    }

    @Override
    public String[] getParameterValues(String name) {
        return getParameterMap().get(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        if (query == null) {
            query = parse(getQueryString());
        }
        return query;
    }

    /** What cannot be decoded is left out. */
    private static Map<String, String[]> parse(String text) {
        Map<String, String[]> parsed = new LinkedHashMap<>();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            try {
                var name = decode(equals < 0 ? pair : pair.substring(0, equals));
                var value = decode(equals < 0 ? "" : pair.substring(equals + 1));
                parsed.merge(name, new String[] {value}, DoorRequest::joined);
            } catch (IllegalArgumentException malformed) {
                // No name of ours needs escapes, and a malformed channel must not become another.
                continue;
            }
        }
        return Collections.unmodifiableMap(parsed);
    }

    private static String decode(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    private static String[] joined(String[] values, String[] more) {
        var all = Arrays.copyOf(values, values.length + more.length);
        System.arraycopy(more, 0, all, values.length, more.length);
        return all;
    }
}
