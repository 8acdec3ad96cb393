package org.carillon.feeds;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import org.carillon.access.Visitor;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Sessions;
import org.carillon.configuration.Configuration;
import org.carillon.configuration.Setting;
import org.carillon.feeds.FeedRefusal.Code;
import org.carillon.monitoring.MonotonicClock;

/**
 * Plain WebSocket at {@code /feed}. One instance serves one connection, and the container calls one method of it at a time.
 * Messages are taken in parts, because only so are both containers held to the bound, whole or in fragments.
 */
@ServerEndpoint(value = "/feed", subprotocols = FeedEndpoint.SUBPROTOCOL)
public class FeedEndpoint {

    /** A client may ask for it, to be sure of what is spoken; one that does not gets the same. */
    static final String SUBPROTOCOL = "carillon.feed.v1";

    private static final System.Logger LOG = System.getLogger(FeedEndpoint.class.getName());

    @Inject
    private Sessions sessions;
    @Inject
    private MonotonicClock clock;
    @Inject
    private Configuration configuration;

    private FeedLimits limits;
    private FeedSession session;
    private final StringBuilder text = new StringBuilder();

    @OnOpen
    public void open(Session socket) {
        limits = FeedLimits.of(configuration);
        session = new FeedSession(socket, sessions, clock, limits, configuration.isOn(Setting.FEEDS_LAST));
        session.cameFrom(Visitor.addressOf(socket.getUserPrincipal()));
        session.open();
    }

    @OnMessage
    public void text(String part, boolean last) {
        session.heard();
        if (text.length() + part.length() > limits.maxMessage()) {
            text.setLength(0);
            session.refuse(null, new FeedRefusal(Code.TOO_LARGE, "Send messages of at most " + limits.maxMessage() + " characters; split the channels over several."));
            return;
        }
        text.append(part);
        if (last) {
            var whole = text.toString();
            text.setLength(0);
            session.receive(whole);
        }
    }

    @OnMessage
    public void binary(ByteBuffer part, boolean last) {
        session.refuse(null, new FeedRefusal(Code.MALFORMED, "Send text messages; this protocol has no binary ones."));
    }

    @OnMessage
    public void pong(PongMessage answer) {
        session.heard();
    }

    @OnClose
    public void closed(CloseReason reason) {
        session.close(Disconnect.CLIENT_CLOSED);
    }

    @OnError
    public void failed(Throwable cause) {
        LOG.log(DEBUG, "A WebSocket broke.", cause);
        if (session != null) {
            session.close(Disconnect.CONNECTION_LOST);
        }
    }
}
