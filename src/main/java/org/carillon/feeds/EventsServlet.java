package org.carillon.feeds;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.carillon.access.AccessFilter;
import org.carillon.api.Announcement;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Sessions;
import org.carillon.broadcast.WireFormat;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.MonotonicClock;

/**
 * {@code GET /events?channel=…}: publications as server-sent events, live, and from {@code Last-Event-ID} on where the history
 * window reaches, or from {@code ?lastEventId=} on for readers that cannot set a header; where it does not, an event {@code gap} comes first. Several channels are named by several parameters;
 * without any it is the channel of everyone.
 */
@WebServlet(urlPatterns = "/events", asyncSupported = true)
public class EventsServlet extends HttpServlet {

    private static final String ALLOWED = "GET, HEAD, OPTIONS";
    private static final Set<String> EVERYONE = Set.of(Announcement.EVERYONE);
    private static final WireFormat FORMAT = new EventStreamFormat();

    @Inject
    private Sessions sessions;
    @Inject
    private MonotonicClock clock;
    @Inject
    private Configuration configuration;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> super.service(request, response);
            case "OPTIONS" -> response.setHeader("Allow", ALLOWED);
            default -> {
                response.setHeader("Allow", ALLOWED);
                Refusal.answer(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Read events by GET; nothing can be sent here.");
            }
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (begin(request, response)) {
            open(request, channels(request));
        }
    }

    /** The headers that a GET would have, and no stream. */
    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        begin(request, response);
    }

    private static boolean begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean valid = ChannelNames.areValid(channels(request));
        if (valid) {
            response.setContentType("text/event-stream;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
        } else {
            Refusal.answer(response, HttpServletResponse.SC_BAD_REQUEST, "Name at most " + ChannelNames.MAX_CHANNELS + " channels: " + ChannelNames.RULE);
        }
        return valid;
    }

    private static Set<String> channels(HttpServletRequest request) {
        var named = request.getParameterValues("channel");
        return named == null ? EVERYONE : new HashSet<>(List.of(named));
    }

    /** A browser that comes back sends the header, which is newer than the address that its page once gave it. */
    private static String lastEventId(HttpServletRequest request) {
        var header = request.getHeader("Last-Event-ID");
        return header == null || header.isEmpty() ? request.getParameter("lastEventId") : header;
    }

    private void open(HttpServletRequest request, Set<String> channels) throws IOException {
        var context = request.startAsync();
        context.setTimeout(0);
        var timing = new EventStream.Timing(configuration.millis(Setting.FEEDS_HEARTBEAT), configuration.millis(Setting.SEND_TIMEOUT));
        var stream = new EventStream(context, sessions, clock, timing);
        stream.cameFrom(request.getRemoteAddr());
        if (!sessions.register(stream)) {
            AccessFilter.refuseFull((HttpServletResponse) context.getResponse());
            stream.close(Disconnect.FULL);
            return;
        }
        stream.open(configuration.millis(Setting.FEEDS_RETRY));
        stream.start(channels, FORMAT, lastEventId(request), configuration.isOn(Setting.FEEDS_LAST));
    }
}
