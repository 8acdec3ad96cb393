package org.carillon.engineio;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import org.carillon.broadcast.Disconnect;
import org.carillon.broadcast.Frame;
import org.carillon.broadcast.OutboundQueue;
import org.carillon.broadcast.SendLoop;
import org.carillon.monitoring.MonotonicClock;

/** One WebSocket: a frame for each packet, one in flight. Safe for use by several threads. */
final class WebSocketTransport implements Transport {

    private static final System.Logger LOG = System.getLogger(WebSocketTransport.class.getName());

    private final Session socket;
    private final EngineSession session;
    private final OutboundQueue queue;
    private final SendLoop loop;

    /** @param sendTimeoutMillis Undertow closes the channel when a send takes longer; Tyrus ignores it and obeys {@link #close} */
    WebSocketTransport(Session socket, EngineSession session, OutboundQueue queue, long sendTimeoutMillis, MonotonicClock clock) {
        this.socket = socket;
        this.session = session;
        this.queue = queue;
        this.loop = new SendLoop(this::sendNext, clock);
        socket.getAsyncRemote().setSendTimeout(sendTimeoutMillis);
    }

    @Override
    public void flush() {
        loop.flush();
    }

    /** Sends at once and past the queue: only before this transport carries the session. */
    void sendNow(Frame frame) {
        socket.getAsyncRemote().sendText(frame.text(), result -> { });
    }

    @Override
    public boolean isStuck(long millis) {
        return loop.isStuck(millis);
    }

    @Override
    public void close(Disconnect reason) {
        try {
            socket.close(new CloseReason(CloseCodes.getCloseCode(reason.code()), reason.reason()));
        } catch (IOException | RuntimeException gone) {
            LOG.log(DEBUG, "The socket of session " + session.id() + " was gone before it was closed.", gone);
        }
    }

    private boolean sendNext(Runnable done) {
        var frame = queue.poll();
        if (frame == null) {
            session.sent();
            return false;
        }
        try {
            SendHandler sent = result -> {
                if (result.isOK()) {
                    done.run();
                } else {
                    session.close(Disconnect.CONNECTION_LOST);
                }
            };
            if (frame.isBinary()) {
                socket.getAsyncRemote().sendBinary(frame.binary().duplicate(), sent);
            } else {
                socket.getAsyncRemote().sendText(frame.text(), sent);
            }
        } catch (RuntimeException gone) {
            LOG.log(DEBUG, "The socket of session " + session.id() + " is gone.", gone);
            session.close(Disconnect.CONNECTION_LOST);
        }
        return true;
    }
}
