package org.carillon.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountersTest {

    private final Counters counters = new Counters();

    @Test
    void metricsAreInTheTextFormatOfPrometheus() throws IOException {
        var level = new AtomicLong(5);
        counters.gauge("carillon_level", "What is there", level::get);
        var events = counters.counter("carillon_events_total", "What came");
        events.add(2);
        level.set(-7);
        assertEquals("""
                # HELP carillon_events_total What came
                # TYPE carillon_events_total counter
                carillon_events_total 2
                # HELP carillon_level What is there
                # TYPE carillon_level gauge
                carillon_level -7
                """, metrics(), "each with its help and type, with the value of now");
    }

    @Test
    void aNameIsRegisteredOnce() {
        counters.counter("carillon_events_total", "What came").increment();
        var twice = assertThrows(IllegalStateException.class, () -> counters.gauge("carillon_events_total", "Something else", () -> 0),
                "two rooms must not overwrite each other's figures");
        assertTrue(twice.getMessage().contains("carillon_events_total"), "the text names it");
        assertEquals(1, TestCounters.value(counters, "carillon_events_total"), "and the first one counts on");
    }

    private String metrics() throws IOException {
        var text = new StringWriter();
        var writer = new PrintWriter(text);
        var response = (HttpServletResponse) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> method.getName().equals("getWriter") ? writer : null);
        var servlet = new MetricsServlet();
        servlet.use(counters);
        servlet.doGet((HttpServletRequest) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> null), response);
        writer.flush();
        return text.toString();
    }
}
