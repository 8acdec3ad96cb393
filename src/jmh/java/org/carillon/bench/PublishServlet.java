package org.carillon.bench;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import org.carillon.api.Announcement;
import org.carillon.api.Publisher;
import org.carillon.journal.Position;
import org.carillon.journal.Publication;

/**
 * Packed into the WAR under measurement: {@code POST /bench?rate=&size=&limit=&journal=} begins to publish, {@code DELETE /bench}
 * ends it and answers how many there were. Without the journal it fires what the tail thread fires, so that the way out is measured
 * and the database is not.
 */
@WebServlet("/bench")
@ManagedScheduledExecutorDefinition(name = PublishServlet.TIME, maxAsync = 1)
public class PublishServlet extends HttpServlet {

    static final String TIME = "java:app/concurrent/carillon-bench";

    /** A life of the journal that no client can come back to. */
    private static final Position START = new Position("bench", 0);

    @Resource(lookup = TIME)
    private ManagedScheduledExecutorService time;

    private Event<Publication> publications;
    private Publisher publisher;
    private Publishing publishing;
    private volatile boolean journal;

    @Inject
    void use(Event<Publication> events, Publisher recording) {
        publications = events;
        publisher = recording;
    }

    @Override
    public void init() {
        publishing = new Publishing(time, this::publish);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        journal = Boolean.parseBoolean(request.getParameter("journal"));
        publishing.start(number(request, "rate"), number(request, "size"), number(request, "limit"));
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(publishing.stop());
    }

    @Override
    public void destroy() {
        publishing.stop();
    }

    private void publish(int size, long number) {
        var data = Payload.data(number, size);
        if (journal) {
            publisher.publish(Announcement.EVERYONE, Payload.EVENT, Json.createReader(new StringReader(data)).readValue());
        } else {
            publications.fire(new Publication(START.at(number + 1), Announcement.EVERYONE, Payload.EVENT, data, Instant.EPOCH));
        }
    }

    private static int number(HttpServletRequest request, String name) {
        return Integer.parseInt(request.getParameter(name));
    }
}
