package org.carillon.access;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What Tyrus sees of an upgraded connection on Payara. It is read only when Tyrus has made its session, and closed only when the
 * container has done with the request.
 *
 * <p>Read before, a frame that is there already is handed to Tyrus at once, on the thread that was to make the session: this waits
 * for itself, for ever. A client whose frame overtakes the end of the handshake would hang, and a hostile one could take all threads
 * in this way. Closed before, the container gives the request away while it still works on it: it fails, the connection stays open,
 * and another request may be harmed. May be closed by any thread.
 */
@SuppressWarnings("try") // what may be thrown is for the container to declare
final class GuardedConnection implements WebConnection {

    private final WebConnection connection;
    private final PayaraRequest request;
    private final LateEnds lateEnds;
    private final AtomicBoolean closed = new AtomicBoolean();
    private LateInput input;

    GuardedConnection(WebConnection connection, LateEnds lateEnds) {
        this.connection = connection;
        this.request = PayaraRequest.of(connection, "request");
        this.lateEnds = lateEnds;
        request.closeBy(this);
    }

    /** Lets what has come in be read, and what will. A client that was closed as soon as it was there is not heard any more. */
    void read() {
        if (input != null && !closed.get()) {
            input.begin();
        }
    }

    @Override
    public void close() throws Exception {
        if (closed.compareAndSet(false, true) && !tryClose()) {
            lateEnds.add(this::tryClose);
        }
    }

    private boolean tryClose() throws Exception {
        return request.endWithConnection(connection::close);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (input == null) {
            input = new LateInput(connection.getInputStream());
        }
        return input;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return connection.getOutputStream();
    }

    private static final class LateInput extends ServletInputStream {

        private final ServletInputStream input;
        private ReadListener listener;
        private boolean begun;

        LateInput(ServletInputStream input) {
            this.input = input;
        }

        void begin() {
            begun = true;
            if (listener != null) {
                input.setReadListener(listener);
            }
        }

        @Override
        public void setReadListener(ReadListener listener) {
            this.listener = listener;
            if (begun) {
                begin();
            }
        }

        @Override
        public boolean isFinished() {
            return input.isFinished();
        }

        @Override
        public boolean isReady() {
            return input.isReady();
        }

        @Override
        public int read() throws IOException {
            return input.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return input.read(bytes, offset, length);
        }

        @Override
        public int available() throws IOException {
            return input.available();
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }
}
