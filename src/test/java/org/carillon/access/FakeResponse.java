package org.carillon.access;

import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a client would get. */
final class FakeResponse {

    int status = 200;
    String type = "";
    final Map<String, String> headers = new LinkedHashMap<>();
    private final StringWriter body = new StringWriter();
    private final PrintWriter writer = new PrintWriter(body, true);

    String body() {
        writer.flush();
        return body.toString();
    }

    HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(FakeResponse.class.getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, called, arguments) -> {
            switch (called.getName()) {
                case "setStatus" -> status = (int) arguments[0];
                case "setContentType" -> type = (String) arguments[0];
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "setCharacterEncoding", "reset" -> type = type.strip();
                case "getWriter" -> {
                    return writer;
                }
                case "isCommitted" -> {
                    return false;
                }
                default -> throw new UnsupportedOperationException(called.getName());
            }
            return null;
        });
    }
}
