package org.carillon.feeds;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.carillon.api.Announcement;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Sessions;
import org.carillon.broadcast.WireFormat;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.monitoring.MonotonicClock;

/**
 * {@code GET /events?channel=…}: publications as server-sent events, live, and from {@code Last-Event-ID} on where the history
 * window reaches; where it does not, an event {@code gap} comes first. Several channels are named by several parameters;
 * without any it is the channel of everyone.
 */
@WebServlet(urlPatterns = "/events", asyncSupported = true)
public class EventsServlet extends HttpServlet {

    /** Channels of one connection: far more than a page shows, and few enough for one query. */
    static final int MAX_CHANNELS = 128;

    private static final Set<String> EVERYONE = Set.of(Announcement.EVERYONE);
    private static final WireFormat FORMAT = new EventStreamFormat();

    @Inject
    private Sessions sessions;
    @Inject
    private MonotonicClock clock;
    @Inject
    private Configuration configuration;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var named = request.getParameterValues("channel");
        var channels = named == null ? EVERYONE : new HashSet<>(List.of(named));
        if (channels.size() > MAX_CHANNELS || channels.stream().anyMatch(name -> name.isEmpty() || name.length() > Announcement.MAX_NAME)) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST,
                    "Name at most " + MAX_CHANNELS + " channels of 1 to " + Announcement.MAX_NAME + " characters each.");
            return;
        }
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        open(request, channels);
    }

    private void open(HttpServletRequest request, Set<String> channels) throws IOException {
        var context = request.startAsync();
        context.setTimeout(0);
        var timing = new EventStream.Timing(configuration.millis(Setting.FEEDS_HEARTBEAT), configuration.millis(Setting.SEND_TIMEOUT));
        var stream = new EventStream(context, sessions, clock, timing);
        if (!sessions.register(stream)) {
            stream.close(Disconnect.FULL);
            return;
        }
        stream.open(configuration.millis(Setting.FEEDS_RETRY));
        stream.start(channels, FORMAT, request.getHeader("Last-Event-ID"), configuration.isOn(Setting.FEEDS_LAST));
    }
}
