package org.carillon.monitoring;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/** Packed into a fixture: {@code POST /sick?is=true} makes the node not ready. */
@WebServlet("/sick")
public class FixtureHealth extends HttpServlet {

    @Inject
    private Check check;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        check.sick = Boolean.parseBoolean(request.getParameter("is"));
    }

    /** One check beside the rooms' own. */
    @Singleton
    public static class Check implements HealthCheck {

        private volatile boolean sick;

        @Override
        public String name() {
            return "fixture";
        }

        @Override
        public Health health() {
            return new Health(!sick, Map.of("sick", sick));
        }
    }
}
