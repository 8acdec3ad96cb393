package org.carillon.broadcast;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.carillon.api.Announcement;
import org.carillon.api.Publisher;

/** Packed into a fixture: {@code POST /tell?channel=&first=&count=&size=} tells numbers, padded with characters of three bytes. */
@WebServlet("/tell")
public class FixtureTeller extends HttpServlet {

    @Inject
    private Publisher publisher;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        int first = Integer.parseInt(request.getParameter("first"));
        int count = Integer.parseInt(request.getParameter("count"));
        var padding = "€".repeat(Integer.parseInt(request.getParameter("size")) / 3);
        for (int i = first; i < first + count; i++) {
            publisher.tell(new Announcement(request.getParameter("channel"), "told", Json.createValue(i + ":" + padding)));
        }
    }
}
