package org.carillon.engineio;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.broadcast.Disconnect;

/**
 * Reads one polling body without waiting for the client, and hands its packets to the session. A body that grows past the
 * bound is refused as soon as it does; one that does not end in time is given up. The container calls one method at a time.
 */
final class PostedBody implements ReadListener, AsyncListener {

    private static final int BUFFER = 8_192;
    private static final String ANSWER = "ok";

    private static final System.Logger LOG = System.getLogger(PostedBody.class.getName());

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final EngineSession session;
    private final int limit;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final AtomicBoolean complete = new AtomicBoolean();
    private final AtomicBoolean answered = new AtomicBoolean();
    private AsyncContext context;

    /** @param limit bytes that are taken; one more is refused */
    PostedBody(HttpServletRequest request, HttpServletResponse response, EngineSession session, int limit) {
        this.request = request;
        this.response = response;
        this.session = session;
        this.limit = limit;
    }

    /** @param timeout milliseconds for all of it to come */
    void read(long timeout) throws IOException {
        var in = request.getInputStream();
        long expected = request.getContentLengthLong();
        if (expected >= 0 && in.available() >= expected) {
            // Most are there as a whole, and need no listener.
            body.write(in.readNBytes((int) expected));
            onAllDataRead();
        } else {
            context = request.startAsync();
            context.setTimeout(timeout);
            context.addListener(this);
            in.setReadListener(this);
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        var in = request.getInputStream();
        var buffer = new byte[BUFFER];
        long expected = request.getContentLengthLong();
        int read = 0;
        // Once all is there the stream is not asked again: Payara would say "all read" on a thread that races with this one.
        while (read >= 0 && body.size() != expected && !answered.get() && in.isReady()) {
            read = in.read(buffer);
            body.write(buffer, 0, Math.max(0, read));
            if (body.size() > limit) {
                finish(() -> response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE));
            }
        }
        if (read < 0 || body.size() == expected) {
            onAllDataRead();
        }
    }

    @Override
    public void onAllDataRead() throws IOException {
        if (answered.get() || !complete.compareAndSet(false, true)) {
            return;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.toByteArray())).toString();
            for (EnginePacket packet : EngineCodec.decodeBody(text)) {
                session.receive(packet, null);
            }
            finish(() -> {
                response.setContentType("text/plain;charset=UTF-8");
                response.setContentLength(ANSWER.length());
                response.getOutputStream().print(ANSWER);
                response.flushBuffer();
            });
        } catch (ProtocolException | CharacterCodingException malformed) {
            LOG.log(DEBUG, "Session {0} is closed: {1}.", session.id(), malformed.getMessage());
            session.close(Disconnect.PROTOCOL_ERROR);
            finish(() -> EngineError.BAD_REQUEST.answer(response));
        }
    }

    /** Sent at once: the end may come later, and Payara makes it an error of its own if it has not come when this returns. */
    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        finish(() -> {
            response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
            response.setContentLength(0);
            response.flushBuffer();
        });
    }

    @Override
    public void onError(Throwable gone) {
        if (answered.compareAndSet(false, true)) {
            session.endPost();
            end();
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        onError(event.getThrowable());
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // The answer was given by one of the others.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Begun once, in the servlet.
    }

    @FunctionalInterface
    private interface Answer {
        void give() throws IOException;
    }

    /** Makes way for the next POST before the client can know that this one is done. */
    private void finish(Answer answer) throws IOException {
        if (answered.compareAndSet(false, true)) {
            session.endPost();
            answer.give();
            end();
        }
    }

    private void end() {
        if (context != null) {
            context.complete();
        }
    }
}
