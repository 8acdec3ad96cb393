package org.carillon.monitoring;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.carillon.json.Json;

/**
 * {@code GET /health}, {@code /health/live} and {@code /health/ready}: 200 with {@code "status":"UP"} or 503 with
 * {@code "DOWN"}, in the layout of MicroProfile Health, which WildFly does not offer to an application.
 *
 * <p>Alive means that the deployment answers. Ready means that all checks are up. {@code /health} is ready's document for people.
 */
@WebServlet({"/health", "/health/live", "/health/ready"})
public class HealthServlet extends HttpServlet {

    private Instance<HealthCheck> checks;

    @Inject
    void use(Instance<HealthCheck> checks) {
        this.checks = checks;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean all = !"/health/live".equals(request.getServletPath());
        boolean up = true;
        var list = Json.createArrayBuilder();
        if (all) {
            for (HealthCheck check : checks) {
                var health = check.health();
                up &= health.up();
                list.add(Json.createObjectBuilder().add("name", check.name()).add("status", status(health.up())).add("data", facts(health.facts())));
            }
        }
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().print(Json.createObjectBuilder().add("status", status(up)).add("checks", list).build());
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }

    private static JsonObject facts(Map<String, Object> facts) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        facts.forEach((name, value) -> {
            if (value instanceof Number number) {
                object.add(name, number.longValue());
            } else if (value instanceof Boolean flag) {
                object.add(name, flag);
            } else {
                object.add(name, String.valueOf(value));
            }
        });
        return object.build();
    }
}
