package org.carillon.feeds;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers with a status and one line that says what to change. Has no state. */
final class Refusal {

    private Refusal() {
    }

    static void answer(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().println(text);
    }
}
