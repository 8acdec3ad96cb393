package org.carillon.bench;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Packed into the WAR under measurement: {@code POST /bench/fires} answers what {@link FireTask#report} says. */
@WebServlet(FireServlet.PATH)
public class FireServlet extends HttpServlet {

    static final String PATH = "/bench/fires";

    @Inject
    private FireTask task;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(task.report());
    }
}
