package org.carillon.monitoring;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /metrics}: the counters in the Prometheus text format 0.0.4. */
@WebServlet("/metrics")
public class MetricsServlet extends HttpServlet {

    private Counters counters;

    @Inject
    void use(Counters counters) {
        this.counters = counters;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain; version=0.0.4; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        var text = new StringBuilder();
        counters.all().forEach((name, metric) -> text
                .append("# HELP ").append(name).append(' ').append(metric.help()).append('\n')
                .append("# TYPE ").append(name).append(' ').append(metric.type()).append('\n')
                .append(name).append(' ').append(metric.value().getAsLong()).append('\n'));
        response.getWriter().append(text);
    }
}
