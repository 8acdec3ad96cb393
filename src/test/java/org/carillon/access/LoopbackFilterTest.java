package org.carillon.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackFilterTest {

    @ParameterizedTest(name = "{0}: peer {1}, Host {2}, header {3}, Origin {4}")
    @CsvSource({
        "true,  127.0.0.1,       127.0.0.1,        ,                ",
        "true,  127.0.0.1,       localhost,        ,                http://localhost:8080",
        "true,  0:0:0:0:0:0:0:1, [::1],            ,                http://[::1]:8080",
        "false, 192.0.2.7,       localhost,        ,                ",
        "false, 127.0.0.1,       www.example.org,  ,                ",
        "false, 127.0.0.1,       localhost.evil.example, ,          ",
        "false, 127.0.0.1,       localhost,        X-Forwarded-For, ",
        "false, 127.0.0.1,       localhost,        Forwarded,       ",
        "false, 127.0.0.1,       localhost,        X-Real-IP,       ",
        "false, 127.0.0.1,       localhost,        Via,             ",
        "false, 127.0.0.1,       localhost,        ,                https://evil.example",
        "false, 127.0.0.1,       localhost,        ,                http://localhost:8080.evil.example",
        "false, 127.0.0.1,       localhost,        ,                null"})
    void onlyWhoeverIsOnThisMachineIsAnswered(boolean local, String peer, String host, String header, String origin) {
        var request = (HttpServletRequest) Proxy.newProxyInstance(LoopbackFilterTest.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> peer;
                    case "getServerName" -> host;
                    case "getHeader" -> arguments[0].equals("Origin") ? origin : arguments[0].equals(header) ? "192.0.2.7" : null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        assertEquals(local, LoopbackFilter.isLocal(request), "neither a proxy nor a page of another name is this machine");
    }
}
