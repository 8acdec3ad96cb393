package org.carillon.access;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request without a server: a method, a path, a peer and headers, whose names are given in lower case. */
final class FakeRequest {

    private final String method;
    private final String path;
    private final String query;
    private String peer = "127.0.0.1";
    private String server = "localhost";
    private final Map<String, String> headers = new LinkedHashMap<>(Map.of("host", "localhost:8080"));

    FakeRequest(String method, String path) {
        int mark = path.indexOf('?');
        this.method = method;
        this.path = mark < 0 ? path : path.substring(0, mark);
        this.query = mark < 0 ? null : path.substring(mark + 1);
    }

    FakeRequest from(String address) {
        peer = address;
        return this;
    }

    FakeRequest to(String name) {
        server = name;
        return with("host", name + ":8080");
    }

    FakeRequest with(String header, String value) {
        headers.put(header.toLowerCase(Locale.ROOT), value);
        return this;
    }

    HttpServletRequest request() {
        return (HttpServletRequest) Proxy.newProxyInstance(FakeRequest.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, called, arguments) -> switch (called.getName()) {
            case "getMethod" -> method;
            case "getRequestURI" -> "/bells" + path;
            case "getQueryString" -> query;
            case "getContextPath" -> "/bells";
            case "getScheme" -> "http";
            case "getRemoteAddr" -> peer;
            case "getServerName" -> server;
            case "getHeader" -> headers.get(((String) arguments[0]).toLowerCase(Locale.ROOT));
            case "getHeaders" -> Collections.enumeration(headers.containsKey(((String) arguments[0]).toLowerCase(Locale.ROOT)) ? List.of(headers.get(((String) arguments[0]).toLowerCase(Locale.ROOT))) : List.of());
            default -> throw new UnsupportedOperationException(called.getName());
        });
    }
}
