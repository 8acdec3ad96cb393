package org.carillon.feeds;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers whoever comes to {@code /feed} without a WebSocket, or with an upgrade that the container would not do. */
@WebServlet(urlPatterns = "/feed")
public class FeedServlet extends HttpServlet {

    private static final int UPGRADE_REQUIRED = 426;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Upgrade", "websocket");
        // Payara gives an answer with Upgrade no length, and without this it leaves the connection open for 30 s, for which the client waits.
        response.addHeader("Connection", "close");
        response.addHeader("Connection", "Upgrade");
        Refusal.answer(response, UPGRADE_REQUIRED, "This is a WebSocket, version 13. For plain HTTP there are server-sent events at /events.");
    }
}
