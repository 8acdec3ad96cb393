package org.carillon.bench;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.carillon.api.Announcement;
import org.carillon.api.Publisher;
import org.carillon.json.Json;

/**
 * Packed into the WAR under measurement: {@code POST /bench/appends?writers=&batch=&rate=&size=} begins to append to the journal as
 * users' code does, {@code GET} answers how many there are so far, and {@code DELETE} ends it and answers how many there were.
 */
@WebServlet(AppendServlet.PATH)
@ManagedExecutorDefinition(name = AppendServlet.WRITERS, maxAsync = 64)
public class AppendServlet extends HttpServlet {

    static final String PATH = "/bench/appends";
    static final String WRITERS = "java:app/concurrent/carillon-bench-writers";

    @Resource(lookup = WRITERS)
    private ManagedExecutorService threads;

    @Inject
    private Publisher publisher;

    private Appending appending;

    @Override
    public void init() {
        appending = new Appending(threads, this::publish);
    }

    @Override
    protected synchronized void doPost(HttpServletRequest request, HttpServletResponse response) {
        appending.start(new Appending.Way(number(request, "writers"), number(request, "batch"), number(request, "rate")), number(request, "size"));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(appending.appended());
    }

    @Override
    protected synchronized void doDelete(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        try {
            response.getWriter().print(appending.stop());
        } catch (ExecutionException failed) {
            throw new ServletException("A writer has failed.", failed);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(List<String> data) {
        publisher.publish(data.stream().map(AppendServlet::announcement).toList());
    }

    private static Announcement announcement(String data) {
        try (var reader = Json.createReader(new StringReader(data))) {
            return new Announcement(Announcement.EVERYONE, Payload.EVENT, reader.readValue());
        }
    }

    private static int number(HttpServletRequest request, String name) {
        return Integer.parseInt(request.getParameter(name));
    }
}
